/** Killed with SIGKILL fifty times, at moments that a seed decides, under load. `KILL_SEED=…` selects other ones. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DATABASE_FILE } from '../../src/engine/store/data-folder.ts';
import { createDatabaseStore } from '../../src/engine/store/sqlite/database-store.ts';
import { seededRandom } from '../../src/shared/testing/seeded-random.ts';
import { buildPrograms } from './build-programs.ts';

vi.setConfig({ testTimeout: 600_000 });
const KILLS = 30;
/** Each in its own data folder, so that both cores are used. */
const FOLDERS = 2;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-kill-'));
  await buildPrograms(join(folder, 'program'), { killed: 'killed.ts' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The same moments every time, so that a failure can be repeated as far as the machine allows. */
const SEED = Number(process.env['KILL_SEED'] ?? 20_261_129);

/**
 * @param lines after how many lines the time until the kill begins: 1: it is ready; 2: it has committed something
 * @returns the number of results that it reported as committed, and its complaints
 */
async function runAndKill(
  dir: string,
  lines: 1 | 2,
  afterMs: number,
): Promise<{ ready: boolean; committed: number; complaints: string }> {
  const program = (name: string) => join(folder, 'program', name);
  const child = spawn(process.execPath, [program('killed.mjs'), dir, `file://${program('worker.mjs')}`]);
  const text = { out: '', err: '' };
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (part: Buffer) => {
      text.out += part.toString();
      if (text.out.split('\n').length > lines) resolve();
    });
  });
  child.stderr.on('data', (part: Buffer) => {
    text.err += part.toString();
  });
  const ended = once(child, 'close');
  await Promise.race([ready, ended]);
  await pause(afterMs);
  child.kill('SIGKILL');
  await ended;
  const numbers = text.out.split('\n').slice(0, -1).map(Number);
  return { ready: text.out.startsWith('ready\n'), committed: numbers.at(-1) || 0, complaints: text.err };
}

interface Kept {
  readonly results: number;
  readonly inRollups: number;
  readonly damage: unknown;
}

function look(dir: string): Kept {
  const file = join(dir, DATABASE_FILE);
  const store = createDatabaseStore({ file, now: Date.now() });
  const range = { from: 0, to: Date.now() + 1_000 };
  let results = 0;
  let inRollups = 0;
  for (const { id } of store.load({ now: Date.now() }).state.endpoints) {
    const { summary } = store.series({ id, ...range, points: 10 });
    inRollups += summary.count + summary.down + summary.unknown;
    results += store.checks({ id, before: null, limit: 1_000_000 }).length;
  }
  store.close(null);
  const database = new DatabaseSync(file, { readOnly: true });
  const damage = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  database.close();
  return { results, inRollups, damage };
}

it('loses no committed data, starts every time, and has no incomplete rollup', async () => {
  const killed = await Promise.all(
    Array.from({ length: FOLDERS }, async (_, index) => {
      const dir = join(folder, `data-${index}`);
      const random = seededRandom(SEED + index);
      await mkdir(dir);
      let before = 0;
      let committed = 0;
      for (let kill = 0; kill < KILLS / FOLDERS; kill++) {
        const run = await runAndKill(dir, kill % 2 === 0 ? 1 : 2, random() * 120);
        expect(run).toMatchObject({ ready: true, complaints: '' });
        const { results, inRollups, damage } = look(dir);
        expect(results).toBeGreaterThanOrEqual(before + run.committed);
        expect(inRollups).toBe(results);
        expect(damage).toBe('ok');
        before = results;
        committed += run.committed;
      }
      return committed;
    }),
  );
  // Otherwise nothing was under way when it was killed. A busy machine commits little in so short a time.
  expect(Math.min(...killed)).toBeGreaterThanOrEqual(Math.floor(KILLS / FOLDERS / 2));
});
