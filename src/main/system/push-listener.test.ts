import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { freePorts } from '../../../test/servers/process.ts';
import type { Notice } from '../../contract/model/notices.ts';
import { createPushListener, type PushListener } from './push-listener.ts';

let listener: PushListener | undefined;
let other: Server | undefined;
afterEach(() => {
  listener?.dispose();
  other?.close();
});

function setUp() {
  const received: string[] = [];
  const notices: Notice[] = [];
  listener = createPushListener({
    receive: (key, { type, message }) => {
      received.push(`${key} ${type} ${message}`);
      return key === 'known';
    },
    setNotice: (notice) => notices.push(notice),
    log: () => {},
  });
  return { listener, received, notices };
}

/** The status of a request; null: nobody listens. */
const get = (port: number, path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    ({ status }) => status,
    () => null,
  );

it('listens only while it is switched on, and serves nothing else', async () => {
  const { listener, received } = setUp();
  const [port = 0, next = 0] = await freePorts(2);
  listener.set({ pushListener: false, pushFromNetwork: false, pushPort: port });
  expect(await get(port, '/push/known')).toBeNull();
  listener.set({ pushListener: true, pushFromNetwork: false, pushPort: port });
  await expect.poll(() => get(port, '/push/known?msg=hi')).toBe(200);
  expect(received.at(-1)).toBe('known success hi');
  expect(await get(port, '/push/unknown/fail')).toBe(404);
  expect(received.at(-1)).toBe('unknown fail ');
  expect(await get(port, '/')).toBe(404);
  listener.set({ pushListener: true, pushFromNetwork: true, pushPort: next });
  await expect.poll(() => get(next, '/push/known')).toBe(200);
  expect(await get(port, '/push/known')).toBeNull();
  listener.set({ pushListener: false, pushFromNetwork: true, pushPort: next });
  expect(await get(next, '/push/known')).toBeNull();
});

it('says that the port cannot be used, until another one is chosen', async () => {
  const { listener, notices } = setUp();
  other = createServer();
  await new Promise<void>((resolve) => other?.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  listener.set({ pushListener: true, pushFromNetwork: false, pushPort: port });
  await expect
    .poll(() => notices.at(-1))
    .toMatchObject({ code: 'pushListener.failed', active: true, params: { port } });
  const [free = 0] = await freePorts(1);
  listener.set({ pushListener: true, pushFromNetwork: false, pushPort: free });
  expect(notices.at(-1)).toMatchObject({ code: 'pushListener.failed', active: false });
});
