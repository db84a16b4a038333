/** One check of a memcached endpoint: the statistics, and the value of a key. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { readNumber } from '../../net/services/rows.ts';
import type { MemcachedFields } from './fields.ts';

/** Runs one check, from the name to the last answer. */
export function run(
  fields: MemcachedFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const conversation = new Conversation(probe, await openSocket(probe, fields));
    try {
      probe.watch.enter('query');
      if (fields.key !== '') note(probe, await readKey(conversation, fields.key));
      noteStats(probe, await readStats(conversation));
      probe.watch.pause();
    } finally {
      conversation.close();
    }
    return null;
  });
}

/** @returns null: the server does not have the key */
async function readKey(conversation: Conversation, key: string): Promise<string | null> {
  conversation.send(`get ${key}\r\n`);
  const line = await readLine(conversation);
  if (line === 'END') return null;
  const length = /^VALUE \S+ \d+ (?<length>\d{1,9})$/u.exec(line)?.groups?.['length'];
  if (length === undefined) throw conversation.wrong(line);
  const value = await conversation.readBytes(Number(length) + 2);
  const end = await readLine(conversation);
  if (end !== 'END') throw conversation.wrong(end);
  return value.toString('utf8', 0, Number(length));
}

function note({ observed, details }: Probe, value: string | null): void {
  observed['VALUE'] = value;
  if (value !== null) details['value'] = toSnippet(value);
}

type Stats = Readonly<Record<string, string | number>>;
/** A server has about 60. */
const MAX_STATS = 1_000;

async function readStats(conversation: Conversation): Promise<Stats> {
  conversation.send('stats\r\n');
  const entries: (readonly [string, string | number])[] = [];
  for (;;) {
    const line = await readLine(conversation);
    if (line === 'END') return Object.fromEntries(entries);
    const { name, value = '' } = /^STAT (?<name>\S+) (?<value>.*)$/u.exec(line)?.groups ?? {};
    if (name === undefined || entries.length >= MAX_STATS) throw conversation.wrong(line);
    entries.push([name, readNumber(value)]);
  }
}

function noteStats({ metrics, details, observed, wanted }: Probe, stats: Stats): void {
  const set = (metric: string, value: string | number | undefined) => {
    if (typeof value === 'number') metrics[metric] = value;
  };
  set('clients', stats['curr_connections']);
  set('memory', stats['bytes']);
  set('items', stats['curr_items']);
  const [hits, misses] = [Number(stats['get_hits']), Number(stats['get_misses'])];
  if (hits + misses > 0) metrics['hits'] = (100 * hits) / (hits + misses);
  set('evictions', stats['evictions']);
  if (stats['version'] !== undefined) details['serverVersion'] = String(stats['version']).slice(0, 100);
  if (wanted.has('STATS')) observed['STATS'] = stats;
}

/** @throws FailureError `query.failed` for an error of the server */
async function readLine(conversation: Conversation): Promise<string> {
  const line = await conversation.readLine();
  const problem = /^(?:ERROR|(?:CLIENT|SERVER)_ERROR (?<problem>.*))$/u.exec(line);
  if (problem === null) return line;
  const params = { problem: problem.groups?.['problem'] ?? line };
  throw new FailureError(failureOf('query.failed', params, { phase: 'query', raw: toSnippet(line) }));
}
