/** Runs the code of DNS checks before the first check is timed. */
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createSelfSigned } from '../../net/tls/self-signed.ts';
import { trustSystemAuthorities } from '../../net/tls/trust.ts';
import { WARM_RUNS, WarmUps, warmUpWith } from '../../net/probe/warm-up.ts';
import { dnsSchema, type DnsFields, type Transport } from './fields.ts';
import { run } from './run.ts';

const DAY_MS = 86_400_000;
/** In a message over a connection, the flags follow the length and the id. */
const FLAGS_AT = 4;
const RESPONSE_REFUSED = 0x8005;

const warmUps = new WarmUps({ plain: warmUpPlain, secure: warmUpSecure });

/** See `KindRunner.warmUp`. */
export function warmUp({ transport }: Pick<DnsFields, 'transport'>): Promise<void> | undefined {
  return warmUps.once(transport === 'tls' || transport === 'https' ? 'secure' : 'plain');
}

function warmUpPlain(): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (query: Buffer) => socket.end(refuse(query)));
  });
  return warmUpWith(server, (port, context) => runAgainst('tcp', port, context));
}

async function warmUpSecure(): Promise<void> {
  await trustSystemAuthorities();
  const now = Date.now();
  const certificate = createSelfSigned({ name: 'localhost', validFrom: now - DAY_MS, validTo: now + DAY_MS });
  const server = createTlsServer(certificate, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (query: Buffer) => socket.end(refuse(query)));
  });
  await warmUpWith(server, (port, context) => runAgainst('tls', port, context));
}

/** The question itself as the answer, with the bits of an error. */
function refuse(query: Buffer): Buffer {
  if (query.length >= FLAGS_AT + 2) query.writeUInt16BE(RESPONSE_REFUSED, FLAGS_AT);
  return query;
}

async function runAgainst(transport: Transport, port: number, context: Parameters<typeof run>[1]): Promise<void> {
  const given = { domain: 'warm.invalid', server: '127.0.0.1', port, transport, verifyTls: false, rcode: 'any' };
  const fields = { ...dnsSchema.parse(given), timeout: 1_000 };
  for (let count = 0; count < WARM_RUNS; count += 1) await run(fields, context);
}
