/**
 * Fifty processes that are killed while an alert is being sent: none is lost, and each is sent twice at most, with the
 * same key.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildPrograms } from '../../../test/hostile/build-programs.ts';
import type { KilledWhen } from './testing/killed-alerter.ts';

/** How many sequences of processes run at a time, each with its own data. */
const SEQUENCES = 5;
const ROUNDS = 10;

let programs: string;
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'lookout-killed-programs-'));
  await buildPrograms(programs, { alerter: '../../src/engine/alerts/testing/killed-alerter.ts' });
});
afterAll(() => rm(programs, { recursive: true, force: true }));

interface Arrived {
  readonly key: string;
  readonly names: readonly string[];
}

async function startChannel(): Promise<{ readonly url: string; readonly arrived: Arrived[] }> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const { names } = JSON.parse(text) as { readonly names: readonly string[] };
      arrived.push({ key: String(request.headers['idempotency-key']), names });
      response.end('ok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`, arrived };
}

async function run(file: string, url: string, round: number, when: KilledWhen): Promise<NodeJS.Signals | null> {
  const args = [join(programs, 'alerter.mjs'), file, join(programs, 'worker.mjs'), url, String(round), when];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (signal === null) expect(code).toBe(0);
  return signal;
}

async function sequence(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'lookout-killed-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'lookout.db');
  const { url, arrived } = await startChannel();
  const whenOf = (round: number): KilledWhen => (round % 2 === 0 ? 'unsent' : 'unmarked');
  for (let round = 0; round < ROUNDS; round += 1) expect(await run(file, url, round, whenOf(round))).toBe('SIGKILL');
  expect(await run(file, url, ROUNDS, 'never')).toBeNull();
  for (let round = 0; round < ROUNDS; round += 1) {
    const about = arrived.filter(({ names }) => names.includes(`Round ${round}`));
    expect(new Set(about.map(({ key }) => key)).size, `messages about round ${round}`).toBe(1);
    // A message that was sent but not marked as sent is sent again.
    expect(about).toHaveLength(whenOf(round) === 'unsent' ? 1 : 2);
  }
  expect(new Set(arrived.map(({ key }) => key)).size).toBe(ROUNDS);
}

test(
  'fifty kills, between commit and send and between send and mark, lose no alert',
  { timeout: 600_000 },
  async () => {
    await Promise.all(Array.from({ length: SEQUENCES }, sequence));
  },
);
