/** Runs the code of HTTP checks before the first check is timed: unencrypted, and over TLS with HTTP/1.1 and HTTP/2. */
import { createSecureServer } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import type { CheckContext } from '../../kind.ts';
import { contextOptionsOf } from '../../net/tls/context-options.ts';
import { createSelfSigned } from '../../net/tls/self-signed.ts';
import { secureContextFor, trustSystemAuthorities } from '../../net/tls/trust.ts';
import { WARM_RUNS, WarmUps, warmUpWith } from '../../net/probe/warm-up.ts';
import { httpSchema, type HttpFields } from './fields.ts';
import { dispose, run } from './run.ts';

const DAY_MS = 86_400_000;
/** Without TLS, the third run is as fast as the fourth: in a new process, a quarter of them took 0.69 and 0.67 ms at most. */
const PLAIN_RUNS = 2;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK';

const warmUps = new WarmUps({ plain: warmUpPlain, secure: warmUpSecure });

export { dispose, run };

/** See `KindRunner.warmUp`. */
export function warmUp(fields: HttpFields): Promise<void> | undefined {
  // A warm-up over TLS also runs the code of plain checks.
  if (!fields.url.startsWith('https:')) return warmUps.once('plain');
  const warming = warmUps.once('secure');
  if (warming === undefined) prepareContext(fields);
  return warming?.then(() => prepareContext(fields));
}

/** Makes the TLS context of the endpoint's own, if it has one. */
function prepareContext(fields: HttpFields): void {
  try {
    secureContextFor(contextOptionsOf(fields));
  } catch {
    // The check will report what is wrong here.
  }
}

function warmUpPlain(): Promise<void> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(ANSWER));
  });
  return warmUpWith(server, (port, context) => runAgainst(`http://127.0.0.1:${port}/`, context, PLAIN_RUNS));
}

async function warmUpSecure(): Promise<void> {
  await trustSystemAuthorities();
  const now = Date.now();
  const certificate = createSelfSigned({ name: 'localhost', validFrom: now - DAY_MS, validTo: now + DAY_MS });
  const server = createSecureServer({ ...certificate, allowHTTP1: true }, (_, response) => void response.end('OK'));
  await warmUpWith(server, async (port, context) => {
    for (const http2 of [false, true]) await runAgainst(`https://127.0.0.1:${port}/`, context, WARM_RUNS, { http2 });
  });
}

async function runAgainst(
  url: string,
  context: CheckContext,
  runs: number,
  more: Partial<HttpFields> = {},
): Promise<void> {
  const fields = { ...httpSchema.parse({ url, verifyTls: false }), ...more, timeout: 1_000 };
  for (let count = 0; count < runs; count += 1) await run(fields, context);
}
