import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectPath } from './connect-path.ts';
import { aProbe } from '../testing/probe.ts';

it('connects to a socket in the file system, and notes its path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-path-'));
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\lookout-${process.pid}` : join(folder, 'socket');
  const server = createServer((socket) => socket.end('hi')).listen(path);
  await once(server, 'listening');
  const probe = aProbe();
  const socket = await connectPath(probe, path);
  expect(String((await once(socket, 'data'))[0])).toBe('hi');
  expect([probe.details.remoteAddress, probe.watch.phase, socket.listenerCount('error')]).toEqual([path, 'connect', 0]);
  socket.destroy();
  server.close();
  await rm(folder, { recursive: true });
});

it('rejects with the error of the system, or with the reason of its signal', async () => {
  const probe = aProbe();
  await expect(connectPath(probe, '/nonexistent/socket')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(probe.details).toEqual({});
  const stop = new AbortController();
  const connecting = connectPath(aProbe({ signal: stop.signal }), '/nonexistent/socket');
  const reason = new Error('not wanted');
  stop.abort(reason);
  await expect(connecting).rejects.toBe(reason);
});
