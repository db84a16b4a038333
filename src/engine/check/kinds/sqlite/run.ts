/** One check of an SQLite endpoint: open the file, run the query. */
import { stat } from 'node:fs/promises';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { codeOf } from '../../net/probe/failures.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { answerTooLarge, MAX_ANSWER_BYTES, MAX_ROWS, RowCollector } from '../../net/services/rows.ts';
import { sqliteFailure } from './failures.ts';
import type { SqliteFields } from './fields.ts';
import {
  disposeThreads,
  hasThread,
  prepareThread,
  runInThread,
  untilFree,
  type ThreadMessage,
  type ThreadProblem,
  type ThreadRows,
} from './thread.ts';

export { disposeThreads as dispose };

let preparing: Promise<void> | undefined;

/** Starts a thread. See `KindRunner.warmUp`. */
export function warmUp(): Promise<void> | undefined {
  if (preparing !== undefined) return undefined;
  // The first check starts a thread itself, and reports what is wrong.
  preparing = prepareThread().catch(() => undefined);
  return preparing;
}

/** Runs one check, from the file to the last row. */
export function run(fields: SqliteFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    probe.watch.enter('open');
    await measureFile(probe, fields.file);
    const { columns, rows, count, tooLarge } = await queryWhenReady(probe, fields);
    if (tooLarge) throw answerTooLarge('query');
    const collector = new RowCollector(probe);
    for (const row of rows) collector.add(columns, () => row);
    collector.finish(count);
    return null;
  });
}

/** Waits for a thread, and for an earlier query of the file. This time does not count as the database's. */
async function queryWhenReady(probe: Probe, fields: SqliteFields): Promise<ThreadRows> {
  const begun = performance.now();
  for (;;) {
    const earlier = untilFree(fields.file);
    if (earlier !== undefined) await abortable(probe, earlier);
    else if (!hasThread()) await abortable(probe, prepareThread());
    else {
      probe.watch.exclude(performance.now() - begun);
      // Call it in this turn of the loop, because other checks wait for the same thread.
      return query(probe, fields);
    }
  }
}

function abortable<T>({ signal }: Probe, work: Promise<T>): Promise<T> {
  return untilAborted<T>(signal, (resolve, reject) => {
    work.then(resolve, reject);
    return () => undefined;
  });
}

/** Metric `size`. */
async function measureFile(probe: Probe, file: string): Promise<void> {
  try {
    const found = await abortable(probe, stat(file));
    if (!found.isFile()) throw new FailureError(sqliteFailure('sqlite.file', { reason: 'notFile', problem: null }));
    probe.metrics['size'] = found.size;
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new FailureError(fileFailure(codeOf(error), error.message), { cause: error });
  }
}

function fileFailure(code: string, problem: string): Failure {
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  const reason = missing ? 'missing' : code === 'EACCES' || code === 'EPERM' ? 'forbidden' : 'unreadable';
  return sqliteFailure('sqlite.file', { reason, problem }, { phase: 'open', raw: problem });
}

/** Phases `open`, until the file is known to be a database, and `query`. */
function query(probe: Probe, { file, query: text }: SqliteFields): Promise<ThreadRows> {
  return untilAborted<ThreadRows>(probe.signal, (resolve, reject) => {
    const request = { file, query: text, maxRows: probe.wanted.has('ROWS') ? MAX_ROWS : 1, maxBytes: MAX_ANSWER_BYTES };
    const onMessage = (message: ThreadMessage) => {
      // The deadline may have passed in the meantime.
      if (probe.signal.aborted) return;
      if (message.type === 'opened') probe.watch.enter('query');
      else probe.watch.pause();
      if (message.type === 'rows') resolve(message.rows);
      if (message.type === 'failed') reject(new FailureError(toFailure(message.problem, probe.watch.phase)));
    };
    return runInThread(request, onMessage);
  });
}

/** SQLite's result codes for a file that is not what it should be. */
const CODES = { cantOpen: 14, corrupt: 11, notDatabase: 26, permission: 3, input: 10 } as const;

function toFailure({ code, message }: ThreadProblem, phase = 'open'): Failure {
  const extras = { phase, raw: `${message} (SQLite result code ${code})` };
  const of = (reason: string) => sqliteFailure('sqlite.file', { reason, problem: message }, extras);
  switch (code) {
    case CODES.corrupt:
      return of('damaged');
    case CODES.notDatabase:
      return of('notDatabase');
    case CODES.permission:
      return of('forbidden');
    case CODES.cantOpen:
    case CODES.input:
      return of('unreadable');
    default:
      return failureOf('query.failed', { problem: message }, extras);
  }
}
