/** Reads the answer to `INFO` of a Redis server. */
import { readNumber } from '../../net/services/rows.ts';

export type Info = Readonly<Record<string, string | number>>;

/** Reads `name:value` lines; numbers become numbers. */
export function parseInfo(text: string): Info {
  const entries = text.split('\n').flatMap((line): readonly (readonly [string, string | number])[] => {
    const match = /^(?<name>[a-z]\w*):(?<value>.*?)\r?$/iu.exec(line)?.groups;
    return match?.['name'] === undefined ? [] : [[match['name'], readNumber(match['value'] ?? '')]];
  });
  return Object.fromEntries(entries);
}

/** The metrics in the answer, with the names of the descriptor. */
export function metricsOf(info: Info): Readonly<Record<string, number>> {
  const hits = numberOf(info, 'keyspace_hits');
  const misses = numberOf(info, 'keyspace_misses');
  const looked = (hits ?? 0) + (misses ?? 0);
  const metrics = {
    clients: numberOf(info, 'connected_clients'),
    memory: numberOf(info, 'used_memory'),
    commands: numberOf(info, 'instantaneous_ops_per_sec'),
    hits: looked > 0 ? (100 * (hits ?? 0)) / looked : undefined,
    lag: lagOf(info),
  };
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

/**
 * In seconds. On a replica: how long ago it heard from its primary, or lost it. On a primary: how long ago the slowest
 * of its replicas last reported its position.
 */
function lagOf(info: Info): number | undefined {
  if (info['role'] === 'slave') {
    const isUp = info['master_link_status'] === 'up';
    const lag = numberOf(info, isUp ? 'master_last_io_seconds_ago' : 'master_link_down_since_seconds');
    return lag === undefined || lag < 0 ? undefined : lag;
  }
  const lags = Object.entries(info).flatMap(([name, value]) => {
    const lag = /^slave\d+$/u.test(name) ? /(?:^|,)lag=(?<lag>\d+)/u.exec(String(value))?.groups?.['lag'] : undefined;
    return lag === undefined ? [] : [Number(lag)];
  });
  return lags.length === 0 ? undefined : Math.max(...lags);
}

function numberOf(info: Info, name: string): number | undefined {
  const value = info[name];
  return typeof value === 'number' ? value : undefined;
}
