/** Reads what `mtr --json`, `traceroute` and `tracert` print. */
import { isIP } from 'node:net';

/** A router on the way, or the end of it. */
export interface Hop {
  /** From 1. */
  readonly number: number;
  /** The addresses that answered, the most frequent first; empty: none did. */
  readonly addresses: readonly string[];
  /** How many probes were sent. */
  readonly sent: number;
  /** The percentage of probes that were not answered. */
  readonly loss: number;
  /** The round trips of the answers; null: there was none. */
  readonly times: RoundTrips | null;
}

/** Round trips in milliseconds. */
export interface RoundTrips {
  readonly last: number;
  readonly min: number;
  readonly avg: number;
  readonly max: number;
  /** The average difference from one to the next; null: the program does not say, or there was only one. */
  readonly jitter: number | null;
}

const MAX_HOPS = 64;

/** @returns null when it is not a report */
export function readMtr(text: string): readonly Hop[] | null {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return null;
  }
  const hubs = at(at(report, 'report'), 'hubs');
  if (!Array.isArray(hubs)) return null;
  return hubs.slice(0, MAX_HOPS).map((hub: unknown, index): Hop => {
    const [host, loss] = [at(hub, 'host'), at(hub, 'Loss%')];
    const isKnown = typeof host === 'string' && isIP(host) !== 0;
    return {
      number: index + 1,
      addresses: isKnown ? [host] : [],
      sent: positive(at(hub, 'Snt')) ?? 0,
      loss: typeof loss === 'number' && loss >= 0 && loss <= 100 ? loss : 100,
      times: isKnown ? timesOfMtr(hub) : null,
    };
  });
}

function timesOfMtr(hub: unknown): RoundTrips | null {
  const [avg, jitter] = [positive(at(hub, 'Avg')), positive(at(hub, 'Javg'))];
  if (avg === null) return null;
  const or = (key: string) => positive(at(hub, key)) ?? avg;
  return { last: or('Last'), min: or('Best'), avg, max: or('Wrst'), jitter };
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/**
 * `2  10.0.1.1  0.045 ms  0.012 ms *` of `traceroute -n`, or `2    <1 ms     1 ms     *     10.0.1.1` of `tracert -d`, in any
 * language: a number, and then times, addresses, and an asterisk for each probe without an answer.
 */
export function readTraceroute(text: string): readonly Hop[] {
  const hops: Hop[] = [];
  for (const line of text.split(/\r?\n/u)) {
    const { number, rest = '' } = /^\s*(?<number>\d{1,3})\s+(?<rest>\S.*)$/u.exec(line)?.groups ?? {};
    if (Number(number) !== hops.length + 1 || hops.length >= MAX_HOPS) continue;
    const times = [...rest.matchAll(/(?<=^|\s)<?(\d+(?:[.,]\d+)?)\s*ms(?=\s|$)/gu)].map((found) =>
      Number((found[1] ?? '').replace(',', '.')),
    );
    const lost = rest.split(/\s+/u).filter((word) => word === '*').length;
    const addresses = [...new Set(rest.split(/\s+/u).filter((word) => isIP(word) !== 0))];
    if (times.length + lost === 0) continue;
    hops.push({
      number: hops.length + 1,
      addresses,
      sent: times.length + lost,
      loss: round((lost / (times.length + lost)) * 100),
      times: timesOf(times),
    });
  }
  return hops;
}

function timesOf(times: readonly number[]): RoundTrips | null {
  const last = times.at(-1);
  if (last === undefined) return null;
  const steps = times.slice(1).map((time, index) => Math.abs(time - (times[index] ?? time)));
  return {
    last,
    min: Math.min(...times),
    avg: round(average(times)),
    max: Math.max(...times),
    jitter: steps.length === 0 ? null : round(average(steps)),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Whether the program says that it may not do this. */
export function isForbidden(text: string): boolean {
  return /operation not permitted|permission denied|do not have enough privileges|must be root|non-root users|Failure to (?:open|start)/iu.test(
    text,
  );
}
