import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { clientUsers, isOwnUser, usersIn } from './client-user.ts';

const HEADER = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
/** One row: a connection from port 50000 (C350) to port 4477 (117D). */
const row = (change: { local?: string; remote?: string; state?: string; user?: number } = {}) => {
  const { local = '0100007F:C350', remote = '0100007F:117D', state = '01', user = 1000 } = change;
  return `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  ${user}        0 12345 1 0 20 4\n`;
};
const PORTS = { localPort: 4477, remotePort: 50_000 };

test('finds the user of the client by both ports', () => {
  const others = row({ local: '0100007F:117D', remote: '0100007F:C350', user: 7 }) + row({ remote: '0100007F:0050' });
  expect(usersIn(HEADER + others, PORTS)).toEqual([]);
  expect(usersIn(HEADER + others + row(), PORTS)).toEqual([1000]);
  expect(usersIn(HEADER + row() + row({ local: '0200007F:C350', user: 1001 }), PORTS)).toEqual([1000, 1001]);
});

test('the user of a connection that ends is unknown', () => {
  // The kernel shows 0 for it, which is root.
  expect(usersIn(HEADER + row({ state: '05', user: 0 }), PORTS)).toEqual([-1]);
});

test.each([
  [[1000], true],
  [[0], true],
  [[1000, 0], true],
  [[1001], false],
  [[1000, 1001], false],
  [[-1], false],
  [[], false],
])('%j is the own user 1000: %s', (users, expected) => {
  expect(isOwnUser(users, 1000)).toBe(expected);
});

test.skipIf(process.platform !== 'linux').each(['127.0.0.1', '::1'])('knows a real client at %s', async (host) => {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const client = connect((server.address() as AddressInfo).port, host);
  const [socket] = await accepted;
  expect(await clientUsers(socket)).toEqual([process.getuid?.()]);
  client.destroy();
  socket.destroy();
  server.close();
});

test('does not know users on systems that do not report them', async () => {
  expect(await clientUsers(PORTS, 'darwin')).toBeNull();
});
