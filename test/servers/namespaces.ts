/**
 * A path of network namespaces for tests: here (10.231.0.1) - router (10.231.0.254) - one of two others - the end
 * (10.231.9.9). Packets to 10.231.77.0/24 are lost after the first router. The networks of this machine have no route to it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Disposable } from './process.ts';

const run = promisify(execFile);

export interface NamespacePath extends Disposable {
  /** The namespace where the path begins. */
  readonly start: string;
  readonly end: string;
  /** Routes the path through the first or the second of the two routers in the middle. */
  readonly routeVia: (router: 1 | 2) => Promise<void>;
}

/** Whether this process may create namespaces. */
export async function canMakeNamespaces(): Promise<boolean> {
  try {
    const name = `lookout-${process.pid}-probe`;
    await run('ip', ['netns', 'add', name]);
    await run('ip', ['netns', 'delete', name]);
    return true;
  } catch {
    return false;
  }
}

export async function makeNamespacePath(): Promise<NamespacePath> {
  const name = (part: string) => `lookout-${process.pid}-${part}`;
  const parts = ['start', 'router', 'one', 'two', 'end'];
  const ip = (...args: readonly string[]) => run('ip', [...args]);
  const inside = (part: string, ...args: readonly string[]) => ip('-n', name(part), ...args);
  let links = 0;

  async function connect(a: string, addressOfA: string, b: string, addressOfB: string): Promise<void> {
    const [one, two] = [`v${links}a`, `v${links}b`];
    links++;
    await inside(a, 'link', 'add', one, 'type', 'veth', 'peer', 'name', two, 'netns', name(b));
    for (const [part, link, address] of [
      [a, one, addressOfA],
      [b, two, addressOfB],
    ] as const) {
      await inside(part, 'address', 'add', `${address}/24`, 'dev', link);
      await inside(part, 'link', 'set', link, 'up');
    }
  }

  const dispose = async () => {
    // Not all of them exist if the setup failed in the middle.
    for (const part of parts) await ip('netns', 'delete', name(part)).catch(() => undefined);
  };
  const routeVia = async (router: 1 | 2) => {
    await inside('router', 'route', 'replace', '10.231.9.0/24', 'via', `10.231.${router}.2`);
    await inside('end', 'route', 'replace', 'default', 'via', `10.231.${router + 2}.1`);
  };
  try {
    for (const part of parts) {
      await ip('netns', 'add', name(part));
      await inside(part, 'link', 'set', 'lo', 'up');
      // Otherwise a router answers at most once a second, and not at all to traffic from elsewhere.
      const settings = ['ip_forward=1', 'icmp_ratelimit=0', 'conf.all.rp_filter=0', 'conf.default.rp_filter=0'];
      for (const setting of settings) await ip('netns', 'exec', name(part), 'sysctl', '-qw', `net.ipv4.${setting}`);
    }
    await connect('start', '10.231.0.1', 'router', '10.231.0.254');
    await connect('router', '10.231.1.1', 'one', '10.231.1.2');
    await connect('router', '10.231.2.1', 'two', '10.231.2.2');
    await connect('one', '10.231.3.1', 'end', '10.231.3.2');
    await connect('two', '10.231.4.1', 'end', '10.231.4.2');
    await inside('end', 'address', 'add', '10.231.9.9/32', 'dev', 'lo');
    await inside('start', 'route', 'add', 'default', 'via', '10.231.0.254');
    await inside('one', 'route', 'add', '10.231.9.0/24', 'via', '10.231.3.2');
    await inside('two', 'route', 'add', '10.231.9.0/24', 'via', '10.231.4.2');
    await inside('one', 'route', 'add', '10.231.0.0/24', 'via', '10.231.1.1');
    await inside('two', 'route', 'add', '10.231.0.0/24', 'via', '10.231.2.1');
    await inside('router', 'route', 'add', '10.231.77.0/24', 'via', '10.231.1.2');
    await inside('one', 'route', 'add', 'blackhole', '10.231.77.0/24');
    await routeVia(1);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { start: name('start'), end: '10.231.9.9', routeVia, dispose };
}
