/** One check of a MySQL endpoint: connect, encrypt, sign in, query. */
import type { FieldPacket } from 'mysql2';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { converseOn } from '../../net/services/guard-socket.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { RowCollector } from '../../net/services/rows.ts';
import type { MysqlFields } from './fields.ts';
import { isAnswer, otherError, rawAnswer, signIn, type Session } from './session.ts';
import { readValue } from './values.ts';

/** COM_QUIT. A server counts sessions that end without it as aborted. */
const QUIT = Buffer.from([1, 0, 0, 0, 1]);

/** Runs one check, from the name to the last row. */
export function run(fields: MysqlFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, { ...fields, tls: 'off' });
    await converseOn(probe, socket, async (guard) => {
      const session = await signIn(probe, socket, fields, guard);
      await query(probe, session, fields.query);
      if (fields.replication) await measureLag(probe, session);
      session.stream.write(QUIT);
    });
    return null;
  });
}

/** Phase `query`. */
async function query(probe: Probe, session: Session, text: string): Promise<void> {
  probe.watch.enter('query');
  const rows = new RowCollector(probe);
  try {
    await runQuery(session, text, (values, columns) =>
      rows.add(
        columns.map(({ name }) => name),
        () => values.map((value, index) => readValue(value, columns[index])),
      ),
    );
  } catch (error) {
    if (!isAnswer(error)) throw otherError(probe, error);
    const failure = failureOf('query.failed', { problem: error.message }, { phase: 'query', raw: rawAnswer(error) });
    throw new FailureError(failure, { cause: error });
  }
  probe.watch.pause();
  rows.finish();
}

type OnRow = (values: readonly (Buffer | null)[], columns: readonly FieldPacket[]) => void;

/** Passes each row on as it arrives, so that memory does not grow with the number of rows. */
function runQuery(session: Session, sql: string, onRow: OnRow): Promise<void> {
  return new Promise((resolve, reject) => {
    let columns: readonly FieldPacket[] | undefined;
    const submitted = session.query({ sql, rowsAsArray: true, typeCast: false });
    submitted.on('fields', (fields: readonly FieldPacket[] | undefined) => {
      columns = fields;
    });
    submitted.on('result', (row: unknown) => {
      // A statement that is not a query, such as an INSERT, has no columns.
      if (columns !== undefined && Array.isArray(row)) onRow(row as readonly (Buffer | null)[], columns);
    });
    submitted.on('error', reject);
    submitted.on('end', resolve);
    session.once('error', reject);
  });
}

/** The statements for it, the newest first. */
const LAGS = ['SHOW REPLICA STATUS', 'SHOW SLAVE STATUS'];
const SECONDS = /^seconds_behind_(?:source|master)$/iu;

/** Phase `replication`. A server that is not a replica, or does not say, is not a failure. */
async function measureLag(probe: Probe, session: Session): Promise<void> {
  probe.watch.enter('replication');
  for (const statement of LAGS) {
    try {
      await runQuery(session, statement, (values, columns) => {
        const value = values[columns.findIndex(({ name }) => SECONDS.test(name))] ?? null;
        // A replica of several primaries has a row for each.
        if (value !== null) probe.metrics['lag'] = Math.max(probe.metrics['lag'] ?? 0, Number(value.toString()));
      });
      return;
    } catch (error) {
      if (!isAnswer(error)) throw otherError(probe, error);
    }
  }
}
