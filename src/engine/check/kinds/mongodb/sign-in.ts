/** Greets a MongoDB server and signs in. */
import type { Document } from 'bson';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { cut } from '../../../base/cut.ts';
import type { Probe } from '../../net/probe/probe.ts';
import type { MongodbFields } from './fields.ts';
import { legacyPassword, Scram, ScramError, type Mechanism } from './scram.ts';
import { CommandError, type Session } from './session.ts';

/** Phase `auth`: `hello`, and with a user, SCRAM. Adds the server's role and version to the details. */
export async function signIn(probe: Probe, session: Session, fields: MongodbFields): Promise<void> {
  probe.watch.enter('auth');
  const { username, password, authSource } = fields;
  const user = `${authSource}.${username}`;
  try {
    const hello = await session.run('admin', {
      hello: 1,
      client: {
        application: { name: 'Lookout' },
        driver: { name: 'Lookout', version: '1' },
        os: { type: process.platform },
      },
      ...(username === '' ? {} : { saslSupportedMechs: user }),
    });
    note(probe, hello);
    if (username === '') return;
    const mechanism = mechanismOf(hello);
    const secret = mechanism === 'SCRAM-SHA-1' ? legacyPassword(username, password) : password.normalize('NFKC');
    await exchange(session, authSource, mechanism, new Scram(mechanism, username, secret));
  } catch (error) {
    throw signInError(error, username);
  }
}

function note({ details }: Probe, hello: Document): void {
  const role = hello['isWritablePrimary'] === true ? 'primary' : hello['secondary'] === true ? 'secondary' : 'other';
  details['role'] = hello['msg'] === 'isdbgrid' ? 'mongos' : role;
  if (typeof hello['setName'] === 'string') details['replicaSet'] = cut(hello['setName'], 200);
}

/** The best mechanism of the user. */
function mechanismOf({ saslSupportedMechs: mechanisms }: Document): Mechanism {
  const isOld =
    Array.isArray(mechanisms) && mechanisms.includes('SCRAM-SHA-1') && !mechanisms.includes('SCRAM-SHA-256');
  return isOld ? 'SCRAM-SHA-1' : 'SCRAM-SHA-256';
}

async function exchange(session: Session, database: string, mechanism: Mechanism, scram: Scram): Promise<void> {
  const start = { saslStart: 1, mechanism, payload: Buffer.from(scram.first), options: { skipEmptyExchange: true } };
  const begun = await session.run(database, start);
  const proof = await scram.answer(payloadOf(begun));
  const next = { saslContinue: 1, conversationId: begun['conversationId'] as unknown };
  const ended = await session.run(database, { ...next, payload: Buffer.from(proof.message) });
  proof.verify(payloadOf(ended));
  // Servers that do not know `skipEmptyExchange` want to have the last word.
  if (ended['done'] !== true) await session.run(database, { ...next, payload: Buffer.alloc(0) });
}

function payloadOf({ payload }: Document): string {
  const bytes: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'buffer') : payload;
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('utf8') : '';
}

function signInError(error: unknown, username: string): unknown {
  if (error instanceof ScramError) {
    return new FailureError(failureOf('protocol.error', {}, { phase: 'auth', raw: error.message }), { cause: error });
  }
  if (!(error instanceof CommandError)) return error;
  const extras = { phase: 'auth', raw: `${error.codeName} (${error.code})` };
  const problem = error.message;
  const failure =
    username === ''
      ? failureOf('server.refused', { problem }, extras)
      : failureOf('auth.failed', { username, problem }, extras);
  return new FailureError(failure, { cause: error });
}
