/** What a machine does to its processes: no endpoint is blamed for it, and checks continue afterwards. */
import { execFileSync, spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../src/contract/model/endpoint.ts';
import { startDns, type DnsServer } from '../servers/dns.ts';
import type { WatcherLine, WatcherSetup } from './watcher.ts';

const WAIT = { timeout: 60_000, interval: 50 };
const PROGRAM = fileURLToPath(new URL('./watcher.ts', import.meta.url));
const LINUX = process.platform === 'linux';

function runs(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const NAMESPACES =
  LINUX && runs('unshare', '--net', 'ip', 'link', 'add', 'name', 'wire', 'type', 'veth', 'peer', 'name', 'end');
const LIMITS = LINUX && runs('prlimit', '--nofile=200:200', 'true');
const why = (able: boolean, what: string) => (able ? '' : ` (skipped: ${what})`);

let target: Server;
let port: number;
let children: ChildProcessWithoutNullStreams[];

beforeEach(async () => {
  children = [];
  target = createServer((socket) => socket.on('error', () => undefined).end()).listen(0, '127.0.0.1');
  await once(target, 'listening');
  ({ port } = target.address() as AddressInfo);
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  target.close();
});

function start(setup: WatcherSetup, ...prefix: readonly string[]) {
  const [command = process.execPath, ...args] = prefix;
  const program = prefix.length === 0 ? [] : [...args, process.execPath];
  const child = spawn(command, [...program, PROGRAM, JSON.stringify(setup)]);
  children.push(child);
  const text = { out: '', err: '' };
  child.stdout.on('data', (part: Buffer) => {
    text.out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    text.err += part.toString();
  });
  const lines = (): WatcherLine[] =>
    text.out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as WatcherLine);
  return {
    child,
    lines,
    err: () => text.err,
    tell: (command: string) => child.stdin.write(`${command}\n`),
    /** Waits until each of these has `count` results of this kind after the first `from` lines. */
    async until(from: number, names: readonly string[], wanted: Partial<WatcherLine>, count = 2): Promise<void> {
      const matches = (line: WatcherLine) =>
        Object.entries(wanted).every(([key, value]) => Reflect.get(line, key) === value);
      const enough = () => {
        if (text.err !== '') throw new Error(text.err);
        return names.every(
          (name) =>
            lines()
              .slice(from)
              .filter((line) => line.name === name && matches(line)).length >= count,
        );
      };
      await expect.poll(enough, WAIT).toBe(true);
    },
  };
}

const fast = { interval: 500, retries: 0, timeout: 5_000 };
const tcp = (name: string, host: string): EndpointInput => ({ kind: 'tcp', name, host, port, ...fast });

describe('a process', () => {
  it.skipIf(!LINUX && process.platform !== 'darwin')('that is stopped for seconds blames no endpoint', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port: silentPort } = silent.address() as AddressInfo;
    // Fails while the process is stopped, and would otherwise be down.
    const slow = { ...fast, kind: 'http', name: 'slow', url: `http://127.0.0.1:${silentPort}/`, timeout: 6_000 };
    const asked = once(silent, 'connection');
    const watcher = start({ endpoints: [tcp('good', '127.0.0.1'), slow] });
    await watcher.until(0, ['good'], { verdict: 'up' }, 1);
    // A check that starts only after the stop would be down, and rightly so.
    await asked;
    watcher.child.kill('SIGSTOP');
    await pause(7_500);
    watcher.child.kill('SIGCONT');
    const from = watcher.lines().length;
    await watcher.until(from, ['good'], { verdict: 'up' }, 3);
    await watcher.until(0, ['slow'], { verdict: 'unknown' }, 1);
    expect(watcher.lines().filter(({ verdict }) => verdict === 'down')).toEqual([]);
    expect(watcher.lines().find(({ name }) => name === 'slow')).toMatchObject({ code: 'local.asleep' });
    silent.close();
  });

  describe.skipIf(!LIMITS)(`without file descriptors${why(LIMITS, 'needs prlimit')}`, () => {
    let dns: DnsServer;
    let folder: string;
    beforeEach(async () => {
      dns = await startDns((type) => (type === 'A' ? ['127.0.0.1'] : []));
      folder = await mkdtemp(join(tmpdir(), 'lookout-machine-'));
      await writeFile(join(folder, 'hosts'), '127.0.0.1 listed.example\n');
    });
    afterEach(async () => {
      await dns.dispose();
      await rm(folder, { recursive: true });
    });

    it('blames itself for failed names and connections, and continues when descriptors are available again', async () => {
      const endpoints = [tcp('address', '127.0.0.1'), tcp('name', 'a.example'), tcp('listed', 'listed.example')];
      const names = ['address', 'name', 'listed'];
      const resolver = { servers: [dns.server], hostsFile: join(folder, 'hosts') };
      const watcher = start({ endpoints, resolver }, 'prlimit', '--nofile=200:200');
      await watcher.until(0, names, { verdict: 'up' });
      const from = watcher.lines().length;
      watcher.tell('exhaust');
      await watcher.until(from, names, { verdict: 'unknown', code: 'local.exhausted' }, 4);
      watcher.tell('release');
      await watcher.until(watcher.lines().length, names, { verdict: 'up' });
      expect(watcher.lines().filter(({ verdict }) => verdict === 'down')).toEqual([]);
    });
  });
});

describe.skipIf(!NAMESPACES)(`the network${why(NAMESPACES, 'needs root and network namespaces')}`, () => {
  const namespace = `lookout-${process.pid}`;
  const ip = (...args: readonly string[]) => execFileSync('ip', ['-n', namespace, ...args]);

  /** These have a route, but nobody answers: packets are lost. */
  const neighbours = () => {
    for (const host of [53, 77]) {
      ip('neighbour', 'replace', `192.0.2.${host}`, 'lladdr', '02:00:00:00:00:01', 'dev', 'wire', 'nud', 'permanent');
    }
  };

  beforeEach(() => {
    execFileSync('ip', ['netns', 'add', namespace]);
    ip('link', 'set', 'lo', 'up');
    ip('link', 'add', 'name', 'wire', 'type', 'veth', 'peer', 'name', 'end');
    ip('address', 'add', '192.0.2.1/24', 'dev', 'wire');
    for (const link of ['wire', 'end']) ip('link', 'set', link, 'up');
    neighbours();
  });
  afterEach(() => execFileSync('ip', ['netns', 'del', namespace]));

  it('that is missing is not blamed on an endpoint, and services on this machine are still checked', async () => {
    const outside = { kind: 'http', name: 'outside', url: 'http://192.0.2.1:8080/', ...fast };
    // Packets to other machines are lost: silence, as from an endpoint that is down.
    const swallowed = { kind: 'tcp', name: 'swallowed', host: '192.0.2.77', port: 80, ...fast, timeout: 1_000 };
    const here = { kind: 'tcp', name: 'here', host: '127.0.0.1', port: 9, ...fast };
    const setup = { endpoints: [outside, swallowed, here], serve: '192.0.2.1', realConnectivity: true };
    const watcher = start(setup, 'ip', 'netns', 'exec', namespace);
    await watcher.until(0, ['outside'], { verdict: 'up' });
    await watcher.until(0, ['swallowed'], { verdict: 'down', code: 'timeout' });
    ip('address', 'flush', 'dev', 'wire');
    ip('link', 'set', 'wire', 'down');
    const gone = watcher.lines().length;
    await watcher.until(gone, ['outside', 'swallowed'], { verdict: 'unknown', code: 'local.offline' });
    await watcher.until(gone, ['here'], { verdict: 'down', code: 'connect.refused' });
    ip('link', 'set', 'wire', 'up');
    ip('address', 'add', '192.0.2.1/24', 'dev', 'wire');
    neighbours();
    await watcher.until(watcher.lines().length, ['outside'], { verdict: 'up' });
    expect(watcher.lines().filter(({ name, verdict }) => name === 'outside' && verdict === 'down')).toEqual([]);
  });

  it('without DNS: names fail with the reason, and addresses and names in the hosts file are still checked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lookout-machine-'));
    await writeFile(join(folder, 'hosts'), '192.0.2.1 listed.example\n');
    // Nobody answers there: packets are lost.
    await writeFile(join(folder, 'resolv.conf'), 'nameserver 192.0.2.53\n');
    const http = (name: string, host: string) => ({
      kind: 'http',
      name,
      url: `http://${host}:8080/`,
      ...fast,
      timeout: 2_000,
    });
    const bare = Array.from({ length: 6 }, (_, i) => http(`bare ${i}`, `bare${i}`));
    const setup: WatcherSetup = {
      endpoints: [http('address', '192.0.2.1'), http('listed', 'listed.example'), http('name', 'a.example'), ...bare],
      resolver: { hostsFile: join(folder, 'hosts') },
      serve: '192.0.2.1',
    };
    const mounted = `mount --bind ${folder}/resolv.conf /etc/resolv.conf && exec "$@"`;
    const watcher = start(setup, 'ip', 'netns', 'exec', namespace, 'unshare', '--mount', 'sh', '-c', mounted, 'sh');
    await watcher.until(0, ['name', ...bare.map(({ name }) => name)], { verdict: 'down', code: 'timeout' }, 1);
    // Names without a dot go through the system, whose threads need descriptors too.
    const from = watcher.lines().length;
    await watcher.until(from, ['address', 'listed'], { verdict: 'up' }, 6);
    const wrong = watcher
      .lines()
      .filter(({ name, verdict }) => ['address', 'listed'].includes(name) && verdict !== 'up');
    expect(wrong).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('without IPv6: an IPv6 address cannot be judged, in the app and in `lookout check`', async () => {
    ip('address', 'flush', 'dev', 'wire');
    ip('address', 'add', '192.0.2.1/24', 'dev', 'wire');
    const folder = await mkdtemp(join(tmpdir(), 'lookout-machine-'));
    await writeFile(join(folder, 'hosts'), '2001:db8::7 six.example\n');
    const run = [
      'sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1',
      `mount --bind ${folder}/hosts /etc/hosts`,
      'exec "$@"',
    ].join(' && ');
    const inside = ['ip', 'netns', 'exec', namespace, 'unshare', '--mount', 'sh', '-c', run, 'sh'];
    const endpoints = [
      tcp('address', '2001:db8::7'),
      tcp('loopback', '::1'),
      { ...tcp('family 6', 'six.example'), family: '6' },
      // The operator of a host's DNS server must not decide what can be judged.
      tcp('name', 'six.example'),
    ];
    const watcher = start({ endpoints, realConnectivity: true }, ...inside);
    const local = { verdict: 'unknown', code: 'local.noAddress' };
    await watcher.until(0, ['address', 'loopback', 'family 6'], local);
    await watcher.until(0, ['name'], { verdict: 'down', code: 'connect.unreachable' });
    const file = join(folder, 'lookout.yaml');
    await writeFile(
      file,
      JSON.stringify({ endpoints: endpoints.map((one) => ({ ...one, interval: '30s', timeout: '5s' })) }),
    );
    const cli = fileURLToPath(new URL('../../src/headless/cli.ts', import.meta.url));
    const program = [process.execPath, '--disable-warning=ExperimentalWarning', cli];
    const args = [...inside.slice(1), ...program, 'check', '--json', '--config', file];
    const { stdout, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    const checked = JSON.parse(stdout) as {
      name: string;
      status: string;
      failure: { code: string; message: string };
    }[];
    for (const { name, status, failure } of checked) {
      const line = watcher.lines().find((one) => one.name === name);
      expect([name, status, failure.code]).toEqual([name, line?.verdict, line?.code]);
    }
    const [inCommand] = checked;
    const place = `([2001:db8::7]:${port})`;
    expect(inCommand?.failure.message).toBe(`This machine has no IPv6 address from which it could connect ${place}.`);
    expect(checked).toHaveLength(endpoints.length);
    await rm(folder, { recursive: true });
  });
});
