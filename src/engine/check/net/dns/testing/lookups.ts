/** Test code: lookups that ask real servers on loopback. Sockets are real, time is not. */
import { afterEach, beforeEach, vi } from 'vitest';
import { startDns, type DnsReply, type DnsServer, type DnsServerOptions } from '../../../../../../test/servers/dns.ts';
import { defaultDnsConfig, type DnsConfig } from '../config.ts';
import type { RecordType } from '../message.ts';
import { query } from '../query.ts';
import { ServerHealth } from '../server-health.ts';

export const FOUND = [{ address: '192.0.2.1', family: 4 }];
export const late = (afterMs: number): DnsReply => ({ afterMs, answer: ['192.0.2.1'] });

/** The servers of a test, in the order in which they are asked. */
export const servers: DnsServer[] = [];
/** The health of the servers and the controller that ends lookups; new for each test. */
export let health: ServerHealth;
export let stop: AbortController;

beforeEach(() => {
  // With fake timers, a test need not wait for answers that come after seconds.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  health = new ServerHealth();
  stop = new AbortController();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) await server.dispose();
});

export async function serve(answer: (type: RecordType, name: string) => DnsReply, options?: DnsServerOptions) {
  const server = await startDns(answer, options);
  servers.push(server);
  return server;
}

export function ask(types: readonly RecordType[] = ['A'], config: Partial<DnsConfig> = {}) {
  const asked = servers.map(({ port }) => ({ address: '127.0.0.1', port }));
  const options = { config: { ...defaultDnsConfig, servers: asked, ...config }, health };
  return query('a.example', types, options, stop.signal);
}

/** Lets time pass until a lookup settles. */
export async function measure(lookup: Promise<unknown>): Promise<{ readonly ms: number; readonly result: unknown }> {
  const from = performance.now();
  const settled: unknown[] = [];
  lookup.then(
    (value) => settled.push(value),
    (error: unknown) => settled.push(error),
  );
  for (let ms = 0; settled.length === 0 && ms < 60_000; ms += 10) {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => void setImmediate(resolve));
    if (settled.length === 0) await vi.advanceTimersByTimeAsync(10);
  }
  return { ms: performance.now() - from, result: settled[0] };
}
