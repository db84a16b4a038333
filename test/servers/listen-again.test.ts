import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { listenAgain } from './listen-again.ts';

it('waits for a port that is in use, and throws other errors', async () => {
  const first = createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  const { port } = first.address() as AddressInfo;
  const second = createServer();
  const refused = once(second, 'error');
  const listening = listenAgain(second, port);
  expect(await refused).toMatchObject([{ code: 'EADDRINUSE' }]);
  first.close();
  await listening;
  expect((second.address() as AddressInfo).port).toBe(port);
  await expect(listenAgain(second, port)).rejects.toMatchObject({ code: 'ERR_SERVER_ALREADY_LISTEN' });
  second.close();
  await once(second, 'close');
});
