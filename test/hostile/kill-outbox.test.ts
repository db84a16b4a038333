/** The outbox of alerts, killed with SIGKILL fifty times between storing, sending and marking. `KILL_SEED=…` selects other moments. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startChannelServer } from '../../src/engine/alerts/testing/channel-server.ts';
import { seededRandom } from '../../src/shared/testing/seeded-random.ts';
import { buildPrograms } from './build-programs.ts';

vi.setConfig({ testTimeout: 600_000 });
/** At random moments. `src/engine/alerts/killed.test.ts` has fifty kills at the worst ones. */
const KILLS = 30;
const MOST_MESSAGES = 60;
const SEED = Number(process.env['KILL_SEED'] ?? 20_261_130);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-kill-outbox-'));
  await buildPrograms(join(folder, 'program'), { outbox: 'killed-outbox.ts' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** When a process is killed: once it has stored this many messages, and then this many milliseconds later. */
interface Moment {
  readonly messages: number;
  readonly laterMs: number;
}

/** @param killed null: it ends by itself when nothing waits */
async function run(
  url: string,
  killed: Moment | null,
): Promise<{ readonly stored: string[]; readonly complaints: string }> {
  const program = (name: string) => join(folder, 'program', name);
  const args = [join(folder, 'data'), `file://${program('worker.mjs')}`, url, ...(killed === null ? ['rest'] : [])];
  const child = spawn(process.execPath, [program('outbox.mjs'), ...args]);
  const text = { out: '', err: '' };
  // The first line says that it is ready.
  const stored = () => text.out.split('\n').slice(1, -1);
  const reached = new Promise<void>((resolve) => {
    child.stdout.on('data', (part: Buffer) => {
      text.out += part.toString();
      if (killed !== null && stored().length >= killed.messages) resolve();
    });
  });
  child.stderr.on('data', (part: Buffer) => {
    text.err += part.toString();
  });
  const ended = once(child, 'close');
  if (killed !== null) {
    await Promise.race([reached, ended]);
    await pause(killed.laterMs);
    child.kill('SIGKILL');
  }
  await ended;
  return { stored: stored(), complaints: text.err };
}

it('loses no message that was stored, and sends at most one twice for each kill', async () => {
  const server = await startChannelServer();
  const random = seededRandom(SEED);
  const stored = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { stored: keys, complaints } = await run(server.url, {
      messages: Math.floor(random() * MOST_MESSAGES),
      laterMs: random() * 20,
    });
    expect(complaints).toBe('');
    for (const key of keys) stored.add(key);
  }
  expect(await run(server.url, null)).toEqual({ stored: [], complaints: '' });
  const received = server.received.map(({ headers }) => String(headers['idempotency-key']));
  const distinct = new Set(received);
  expect([...stored].filter((key) => !distinct.has(key))).toEqual([]);
  // Otherwise nothing was under way when it was killed.
  expect(stored.size).toBeGreaterThan(KILLS);
  expect(received.length - distinct.size).toBeLessThanOrEqual(KILLS);
});
