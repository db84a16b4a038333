import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createConnectivity, isThisMachine, type ConnectivityOptions } from './connectivity.ts';
import { createFakePorts } from '../testing/fake-ports.ts';

const lan = [{ address: '192.0.2.7', internal: false }];
const servers: Server[] = [];

async function reference(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((socket) => socket.destroy());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** A connectivity on a machine whose addresses change. */
function changing(options: Pick<ConnectivityOptions, 'references' | 'reach'> = { references: () => [] }) {
  const { clock, log, time } = createFakePorts();
  let interfaces = lan;
  const connectivity = createConnectivity({ clock, log, interfaces: () => interfaces, ...options });
  const change = (next: typeof lan) => {
    interfaces = next;
  };
  return { connectivity, change, time };
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('connectivity', () => {
  it('is offline without a usable address, but can still check this machine itself', async () => {
    const { clock, log } = createFakePorts();
    const interfaces = () => [
      { address: '127.0.0.1', internal: true },
      { address: 'fe80::1', internal: false },
      { address: '169.254.3.4', internal: false },
    ];
    const connectivity = createConnectivity({ clock, log, interfaces, references: () => [] });
    expect(await connectivity.whyOffline('example.org')).toBe('noAddress');
    expect(await connectivity.whyOffline('localhost')).toBeNull();
    expect(await connectivity.whyOffline('127.0.0.1')).toBeNull();
  });

  it('does not report offline when the system cannot list its addresses', async () => {
    const { clock, log, lines } = createFakePorts();
    const interfaces = () => {
      throw new Error('uv_interface_addresses returned EMFILE');
    };
    const connectivity = createConnectivity({ clock, log, interfaces, references: () => [] });
    expect(await connectivity.whyOffline('example.org')).toBe(null);
    expect(lines).toMatchObject([{ level: 'warn', message: 'Could not read the network interfaces' }]);
  });

  it('counts silence only from references that answered before', async () => {
    const { clock, log, time } = createFakePorts();
    const reached = new Map([
      ['192.0.2.1', false],
      ['192.0.2.2', true],
    ]);
    const connectivity = createConnectivity({
      clock,
      log,
      interfaces: () => lan,
      references: () => [...reached.keys()].map((address) => [address, 53]),
      reach: async (address) => reached.get(address) === true,
    });
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    reached.set('192.0.2.2', false);
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    await time.advance(10_000);
    expect(await connectivity.whyOffline('a.example')).toBe('silent');
    reached.delete('192.0.2.2');
    await time.advance(10_000);
    expect(await connectivity.whyOffline('a.example')).toBeNull();
  });

  it('counts a refused connection as an answer', async () => {
    const { clock, log, time } = createFakePorts();
    const { port, close } = await reference();
    const connectivity = createConnectivity({
      clock,
      log,
      interfaces: () => lan,
      references: () => [['127.0.0.1', port]],
    });
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    await close();
    await time.advance(10_000);
    expect(await connectivity.whyOffline('a.example')).toBeNull();
  });

  it('does not ask when another host has just answered', async () => {
    const { clock, log, time } = createFakePorts();
    let up = true;
    const connectivity = createConnectivity({
      clock,
      log,
      interfaces: () => lan,
      references: () => [['192.0.2.53', 53]],
      reach: async () => up,
    });
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    up = false;
    await time.advance(4000);
    connectivity.answered('other.example');
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    expect(await connectivity.whyOffline('other.example')).not.toBeNull();
    await time.advance(6000);
    expect(await connectivity.whyOffline('a.example')).not.toBeNull();
  });

  it('notices at once that the last address is gone, whatever answered before', async () => {
    const { connectivity, change } = changing();
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    connectivity.answered('other.example');
    change([]);
    expect(await connectivity.whyOffline('a.example')).toBe('noAddress');
  });

  it('does not trust an answer from before sleep', async () => {
    let answers = true;
    const { connectivity, time } = changing({
      references: () => [['192.0.2.53', 53]],
      reach: () => Promise.resolve(answers),
    });
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    connectivity.answered('other.example');
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    answers = false;
    time.sleep(3_600_000);
    expect(await connectivity.whyOffline('a.example')).toBe('silent');
    expect(await connectivity.whyOffline('')).toBe('silent');
  });

  it('does not trust an address that has just come back until a host answers', async () => {
    const { connectivity, change, time } = changing();
    connectivity.answered('other.example');
    change([]);
    expect(await connectivity.whyOffline('a.example')).toBe('noAddress');
    change(lan);
    expect(await connectivity.whyOffline('a.example')).toBe('noAddress');
    await time.advance(1000);
    connectivity.answered('a.example');
    expect(await connectivity.whyOffline('a.example')).toBeNull();
  });

  it('trusts an address that has come back after a few seconds, even if nothing answers', async () => {
    const { connectivity, change, time } = changing();
    change([]);
    expect(await connectivity.whyOffline('a.example')).toBe('noAddress');
    change(lan);
    await time.advance(4900);
    expect(await connectivity.whyOffline('a.example')).toBe('noAddress');
    await time.advance(200);
    expect(await connectivity.whyOffline('a.example')).toBeNull();
  });

  it('asks the references again when an address has come back, and believes them', async () => {
    let answers = true;
    const { connectivity, change } = changing({
      references: () => [['192.0.2.53', 53]],
      reach: () => Promise.resolve(answers),
    });
    expect(await connectivity.whyOffline('a.example')).toBeNull();
    change([]);
    expect(await connectivity.whyOffline('a.example')).toBe('noAddress');
    change(lan);
    answers = false;
    expect(await connectivity.whyOffline('a.example')).toBe('silent');
    change([]);
    expect(await connectivity.whyOffline('a.example')).toBe('noAddress');
    change(lan);
    answers = true;
    expect(await connectivity.whyOffline('a.example')).toBeNull();
  });
});

it('knows the names and addresses of this machine itself', () => {
  for (const host of ['localhost', 'db.localhost', '127.9.9.9', '::1', '[::1]', '::ffff:127.0.0.1', 'LOCALHOST']) {
    expect([host, isThisMachine(host)]).toEqual([host, true]);
  }
  for (const host of ['example.org', '128.0.0.1', '127.0.0.1.example', 'localhost.example', '::2', '']) {
    expect([host, isThisMachine(host)]).toEqual([host, false]);
  }
});
