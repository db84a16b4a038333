/** One check of a ClickHouse endpoint: run the query, read its rows. */
import { z } from 'zod';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { JsonService, readAnswer, refusedStatus, snippetOf, type JsonAnswer } from '../../http/json-service.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { readNumber, RowCollector } from '../../net/services/rows.ts';
import type { ClickhouseFields } from './fields.ts';

/** The format JSONCompact. Its rows are lists of values, in the order of `meta`. */
const rowsSchema = z.object({
  meta: z.array(z.object({ name: z.string(), type: z.string() })),
  data: z.array(z.array(z.unknown())),
  statistics: z.object({ rows_read: z.number() }).optional(),
});

/** The answer is one JSON text, which is read at once. More would hold the event loop for too long. */
const MAX_BYTES = 2 * 1_048_576;

/** Runs one check, from the name to the last row. */
export function run(
  fields: ClickhouseFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const service = new JsonService(probe, fields, null, MAX_BYTES);
    try {
      await query(probe, service, fields);
      if (fields.replication) await measureLag(probe, service, fields);
    } finally {
      service.close();
    }
    return null;
  });
}

async function query(probe: Probe, service: JsonService, fields: ClickhouseFields): Promise<void> {
  const answer = await ask(service, fields, fields.query);
  if (answer.status !== 200) throw refused(answer, fields.username);
  const rows = new RowCollector(probe);
  // A statement that is not a query, such as an INSERT, has an empty answer.
  if (answer.text.trim() !== '') {
    const { meta, data, statistics } = readAnswer(rowsSchema, answer.text);
    const columns = meta.map(({ name }) => name);
    for (const row of data) rows.add(columns, () => row.map((value, index) => readValue(value, meta[index]?.type)));
    if (statistics !== undefined) probe.metrics['read'] = statistics.rows_read;
  }
  rows.finish();
}

/** The password is in a header: in a URL it would be in the logs of the server. */
function ask(service: JsonService, fields: ClickhouseFields, text: string): Promise<JsonAnswer> {
  const { username, password, database } = fields;
  const search = new URLSearchParams({ default_format: 'JSONCompact', ...(database === '' ? {} : { database }) });
  return service.request({
    method: 'POST',
    path: `/?${search.toString()}`,
    headers: [
      ...(username === '' ? [] : ['X-ClickHouse-User', encodeHeader(username)]),
      ...(password === '' ? [] : ['X-ClickHouse-Key', encodeHeader(password)]),
    ],
    body: text,
  });
}

/** Encodes a header, because Node treats the characters of a header as bytes. */
function encodeHeader(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Whole numbers of 64 bits and more come as text. */
function readValue(value: unknown, type = ''): unknown {
  return typeof value === 'string' && /^(?:Nullable\()?(?:U?Int(?:64|128|256)|Decimal)/u.test(type)
    ? readNumber(value)
    : value;
}

/** Errors 192 to 194 and 516: an unknown user, a wrong password, no password, and the one for all of them. */
const DENIED: ReadonlySet<number> = new Set([192, 193, 194, 516]);
const EXCEPTION = /^Code: (?<code>\d+)[.,] (?:e\.displayText\(\) = )?(?:DB::Exception: )?(?<problem>[\s\S]*)/u;

function refused(answer: JsonAnswer, username: string): FailureError {
  const { code, problem = '' } = EXCEPTION.exec(answer.text)?.groups ?? {};
  if (code === undefined) return refusedStatus(answer);
  const text = cut(problem.replace(/(?:, e\.what\(\) = [\s\S]*)?\s*$/u, ''), 500);
  const extras = { phase: 'transfer', raw: snippetOf(answer.text) };
  if (!DENIED.has(Number(code))) return new FailureError(failureOf('query.failed', { problem: text }, extras));
  const user = username === '' ? null : username;
  return new FailureError(failureOf('auth.failed', { username: user, problem: text }, extras));
}

const LAG = 'SELECT max(absolute_delay), count() FROM system.replicas';

/** A server without replicated tables, or one that does not say, is not a failure. */
async function measureLag(probe: Probe, service: JsonService, fields: ClickhouseFields): Promise<void> {
  const answer = await ask(service, fields, LAG);
  if (answer.status !== 200) return;
  const [[lag, tables] = []] = readAnswer(rowsSchema, answer.text).data;
  if (Number(tables) > 0 && Number.isFinite(Number(lag))) probe.metrics['lag'] = Number(lag);
}
