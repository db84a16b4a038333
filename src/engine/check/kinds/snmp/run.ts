/** One check of an SNMP agent: reads one object (RFC 3416, GetRequest). */
import type { Socket } from 'node:dgram';
import snmp, { type Session, type User, type Varbind } from 'net-snmp';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { CounterRates } from '../../counter-rates.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { connectUdp } from '../../net/connect/connect-udp.ts';
import { cut } from '../../../base/cut.ts';
import { timeoutFailure } from '../../net/probe/failures.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { snmpFailure } from './failures.ts';
import type { SnmpFields } from './fields.ts';
import { readValue, type SnmpValue } from './value.ts';

/** Datagrams get lost, so a request is sent again. */
const RETRIES = 2;
/** `noSuchName` of SNMPv1 (RFC 1157, 4.1.2), for which later versions use the value. */
const NO_SUCH_NAME = 2;

type Fields = SnmpFields & Pick<CommonConfig, 'timeout'>;

const rates = new CounterRates();

/** Forgets the counters of the last checks. */
export function dispose(): void {
  rates.clear();
}

/** Runs one check. */
export function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await connectUdp(probe, fields);
    probe.watch.enter('wait');
    const value = await get(probe, socket, fields);
    probe.watch.pause();
    if (value === null) return snmpFailure('snmp.noObject', { oid: fields.oid });
    note(probe, fields, value);
    return judge(fields, value);
  });
}

/** @returns null when there is no such object */
async function get(probe: Probe, socket: Socket, fields: Fields): Promise<SnmpValue | null> {
  const adapter = new SocketAdapter(socket);
  let session: Session | undefined;
  try {
    const varbinds = await untilAborted<readonly Varbind[]>(probe.signal, (resolve, reject) => {
      socket.on('error', reject);
      try {
        session = createSession(fields, adapter);
        // Bytes that cannot be read as SNMP at all are reported here.
        session.on('error', reject);
        session.get([fields.oid], (error, found) => {
          if (error === null) resolve(found ?? []);
          else reject(error);
        });
      } catch (error) {
        reject(error);
      }
      return () => {};
    });
    const [varbind] = varbinds;
    if (varbind === undefined) throw new FailureError(failureOf('protocol.error', {}));
    return readValue(varbind);
  } catch (error) {
    if (probe.signal.aborted || error instanceof FailureError) throw error;
    if (isNoSuchName(error)) return null;
    throw translate(error, fields);
  } finally {
    adapter.close();
    session?.cancelRequests(new Error('The check has ended'));
  }
}

function createSession(fields: Fields, adapter: SocketAdapter): Session {
  const { version, timeout, context, community } = fields;
  const versions = { '1': snmp.Version1, '2c': snmp.Version2c, '3': snmp.Version3 };
  const options = {
    port: fields.port,
    retries: RETRIES,
    timeout: Math.ceil(timeout / (RETRIES + 1)),
    transport: 'udp4' as const,
    version: versions[version],
    context,
    dgramModule: { createSocket: () => adapter.forLibrary },
  };
  return version === '3'
    ? snmp.createV3Session(fields.host, userOf(fields), options)
    : snmp.createSession(fields.host, community, options);
}

function userOf({ username, authentication, password, encryption, encryptionPassword }: Fields): User {
  const { SecurityLevel: levels, AuthProtocols, PrivProtocols } = snmp;
  if (authentication === 'none') return { name: username, level: levels.noAuthNoPriv };
  const user = { name: username, authProtocol: AuthProtocols[authentication] ?? 0, authKey: password };
  if (encryption === 'none') return { ...user, level: levels.authNoPriv };
  return {
    ...user,
    level: levels.authPriv,
    privProtocol: PrivProtocols[encryption] ?? 0,
    privKey: encryptionPassword,
  };
}

/**
 * Adapts the socket for net-snmp, which expects one that is not connected. Ours is connected, so it ignores the address
 * that the library passes. After it was closed, nothing is sent, and the library starts no timer.
 */
class SocketAdapter {
  readonly forLibrary: Socket;
  readonly #socket: Socket;
  #isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const send = (...[bytes, , , , , sent]: readonly unknown[]) => {
      if (this.#isClosed || !Buffer.isBuffer(bytes)) return;
      socket.send(bytes, (error, count) => {
        if (!this.#isClosed && typeof sent === 'function') sent(error, count);
      });
    };
    this.forLibrary = new Proxy(socket, {
      get: (target, name) => {
        if (name === 'send') return send;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Late errors do not matter.
    this.#socket.removeAllListeners().on('error', () => {});
    this.#socket.close();
  }
}

function isNoSuchName(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === NO_SUCH_NAME;
}

/** Errors of the library; those of the system stay as they are. */
function translate(error: unknown, { timeout, username }: Fields): unknown {
  if (!(error instanceof Error) || 'syscall' in error) return error;
  const problem = cut(error.message, 300);
  const extras = { raw: `${error.name}: ${problem}` };
  const made = (failure: Failure) => new FailureError(failure, { cause: error });
  if (error.name === 'RequestTimedOutError') return made(timeoutFailure(timeout, 'wait'));
  if (error.name === 'RequestFailedError') return made(snmpFailure('snmp.refused', { problem }, extras));
  if (error.name === 'ResponseInvalidError' && 'code' in error && (error.code === 4 || error.code === 5)) {
    return made(failureOf('auth.failed', { username, problem }, extras));
  }
  if ('code' in error && String(error.code).startsWith('ERR_OSSL')) {
    return made(snmpFailure('snmp.encryption', { problem }, extras));
  }
  return made(failureOf('protocol.error', {}, extras));
}

function note({ details, metrics, observed }: Probe, fields: Fields, value: SnmpValue): void {
  details['value'] = toSnippet(value.text);
  details['type'] = value.type;
  observed['VALUE'] = value.number ?? value.text;
  if (value.number === null) return;
  metrics['value'] = value.number;
  if (value.wrapsAt === null) return;
  const rate = rates.next(`${fields.host}:${fields.port} ${fields.oid}`, value.number, value.wrapsAt);
  if (rate !== null) metrics['rate'] = rate;
}

function judge({ expected }: Fields, { text }: SnmpValue): Failure | null {
  if (expected === '' || text === expected) return null;
  return snmpFailure('snmp.value', { found: cut(text, 200), expected: cut(expected, 200) });
}
