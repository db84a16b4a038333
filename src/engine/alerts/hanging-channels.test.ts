/** An attempt to send a message to a server that hangs ends at its time limit, no sooner and no later. */
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { SendResult } from '../../contract/model/alert.ts';
import { createTexts } from '../../i18n/texts.ts';
import { testAlert } from './alert-message.ts';
import { findChannelKind } from './channel-registry.ts';
import { newDelivery } from './stored-delivery.ts';
import { sendDelivery } from './send-delivery.ts';

const LIMIT_MS = 300;

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function sendTo(url: string, limitMs = LIMIT_MS): Promise<SendResult> {
  const kind = findChannelKind('webhook');
  if (kind === undefined) throw new Error('There is no webhook');
  const config = { kind: 'webhook', name: 'hook', url, method: 'POST', headers: {}, payload: '', secret: '' };
  const about = { id: 'd', channelId: 'c', channelName: 'hook', event: 'down', createdAt: 0 } as const;
  return sendDelivery({ kind, config }, newDelivery(testAlert('a', 'r', 0), about), new AbortController().signal, {
    clock: { now: () => 0, mono: () => performance.now() },
    vault: { open: async () => config } as never,
    texts: async () => createTexts([]),
    notify: () => undefined,
    sounds: { play: async () => ({ outcome: 'nobody', problem: '' }) },
    templatesOf: () => null,
    onTemplate: () => undefined,
    limitMs,
  });
}

const timedOut = { outcome: 'retry', answer: `No answer within ${LIMIT_MS / 1_000} s` };

test('a channel that accepts the connection and never answers is tried again', async () => {
  const port = await listen(createTcpServer());
  expect(await sendTo(`http://127.0.0.1:${port}/`)).toEqual(timedOut);
});

test('a channel that never ends its TLS handshake is tried again', async () => {
  const port = await listen(createTcpServer());
  expect(await sendTo(`https://127.0.0.1:${port}/`)).toEqual(timedOut);
});

test('a channel whose body never ends is tried again', async () => {
  const server = createHttpServer((_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('ok');
  });
  expect(await sendTo(`http://127.0.0.1:${await listen(server)}/`)).toEqual(timedOut);
});

test('a channel whose name cannot be resolved is tried again, and the answer names the cause', async () => {
  // RFC 6761: this name never resolves.
  expect(await sendTo('http://lookout.invalid/', 30_000)).toMatchObject({
    outcome: 'retry',
    answer: expect.stringMatching(/lookout\.invalid/u) as string,
  });
});
