/**
 * Simulated vantage points that answer `/probe` without checking anything. They are in a separate thread, so that they do
 * not delay the measured engine. The parent gets the ports.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { sites } = workerData as { readonly sites: number };
const ANSWER = [
  'probe_success 1',
  'probe_duration_seconds 0.0123',
  'probe_dns_lookup_time_seconds 0.001',
  'probe_http_duration_seconds{phase="connect"} 0.002',
  'probe_http_duration_seconds{phase="processing"} 0.008',
  'probe_http_duration_seconds{phase="transfer"} 0.001',
  'probe_http_status_code 200',
  '',
].join('\n');

const ports = await Promise.all(
  Array.from(
    { length: sites },
    () =>
      new Promise<number>((resolve) => {
        const server = createServer((_, response) => {
          response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(ANSWER);
        });
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      }),
  ),
);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(ports);
