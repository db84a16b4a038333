/** A database, a write-ahead log and settings with damaged bytes. */
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { texts } from '../../src/engine/check/testing/texts.ts';
import { createDatabaseStore } from '../../src/engine/store/sqlite/database-store.ts';
import { explain } from '../../src/engine/store/sqlite/database.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import {
  aBatch,
  anEndpoint,
  aFailure,
  anIncident,
  aResult,
  DAY_ONE,
  SETTINGS,
} from '../../src/engine/store/testing/store-fixture.ts';
import { StoreError, type Store } from '../../src/engine/store/store.ts';
import { startWatch } from './watch.ts';

const workerUrl = new URL('../../src/engine/store/sqlite-worker.ts', import.meta.url);
const MINUTE = 60_000;

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-damage-'));
  file = join(folder, 'lookout.db');
});
afterEach(() => rm(folder, { recursive: true }));

function store(): Store {
  return createSqliteStore({ file, workerUrl, log: () => undefined });
}

/** Fills a database with a small version of a day of use. */
async function fill(): Promise<void> {
  const filled = store();
  await filled.open(DAY_ONE);
  await filled.saveEndpoints(['a', 'b', 'c'].map((id) => anEndpoint(id)));
  await filled.saveSettings({ ...SETTINGS });
  for (let i = 0; i < 600; i++) {
    for (const id of ['a', 'b', 'c']) {
      const at = DAY_ONE + i * MINUTE;
      filled.recordResult(i % 20 === 0 ? aFailure(id, at) : aResult(id, at));
    }
  }
  filled.recordIncident(anIncident('one', 'a', DAY_ONE));
  filled.recordSpan({ endpointId: 'a', status: 'up', from: DAY_ONE, to: DAY_ONE + 600 * MINUTE });
  await filled.close();
}

/** Reproducible, so that a failure can be found again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function strike(path: string, whole: Buffer, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const bytes = Buffer.from(whole);
  if (seed % 5 === 0) {
    await writeFile(path, bytes.subarray(0, random(bytes.length)));
    return;
  }
  for (let i = 0; i <= random(20); i++) {
    const at = random(bytes.length);
    bytes.fill(random(256), at, at + 1 + random(400));
  }
  await writeFile(path, bytes);
}

/** Does what the store's thread would do. A failure must have a sentence for people; bugs are not allowed. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    const shown = explain(error, file, 'open');
    if (!(shown instanceof StoreError)) throw shown;
    // Damage in the table of migrations looks like a database of another build.
    expect(texts.message(shown.problem)).toMatch(
      /^(?:Lookout cannot (?:open|use|read) its data in .*lookout\.db\. |\S*lookout\.db was written by )/u,
    );
    return null;
  }
}

/** All operations on a database. */
function use(): 'opened' | 'refused' {
  const now = DAY_ONE + 700 * MINUTE;
  const damaged = attempt(() => createDatabaseStore({ file, now }));
  const loaded = damaged && attempt(() => damaged.load({ now }));
  if (loaded === null) {
    if (damaged !== null) attempt(() => damaged.close(null));
    return 'refused';
  }
  const range = { id: 'a', from: DAY_ONE, to: now };
  const results = loaded.state.endpoints.map(({ id }) => aResult(id, now));
  attempt(() => damaged?.write(aBatch(results)));
  attempt(() => damaged?.changes({ id: 'a', before: null, limit: 200 }));
  attempt(() => damaged?.memory({ id: 'a' }));
  attempt(() => damaged?.checks({ id: 'a', before: null, limit: 200 }));
  attempt(() => damaged?.series({ ...range, points: 50 }));
  attempt(() => damaged?.spans(range));
  const since = { points: 50, since: DAY_ONE, tolerance: 1000, current: null, running: null };
  attempt(() => damaged?.statusHistory({ id: 'a', options: { from: DAY_ONE, to: now, ...since } }));
  attempt(() => damaged?.uptime({ id: 'a', from: [DAY_ONE], to: now }));
  attempt(() => damaged?.incidents({ limit: 200 }));
  attempt(() => damaged?.removedEndpoints(null));
  attempt(() => damaged?.saveEndpoints({ endpoints: [anEndpoint('d')] }));
  attempt(() => damaged?.sync(null));
  attempt(() => damaged?.close(null));
  return 'opened';
}

describe('a damaged', () => {
  it('database is opened as far as possible, or refused with a sentence, and never crashes the process', async () => {
    await fill();
    const whole = await readFile(file);
    const outcomes: string[] = [];
    for (let seed = 1; seed <= 60; seed++) {
      await strike(file, whole, seed);
      outcomes.push(use());
      await Promise.all(['-wal', '-shm'].map((end) => rm(file + end, { force: true })));
    }
    // Otherwise nothing was damaged.
    expect(outcomes).toContain('refused');
    expect(outcomes).toContain('opened');
  });

  it('database says what to do', async () => {
    await fill();
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(200_000, 0xaa), 0, 200_000, 100);
    await handle.close();
    const refused: unknown = await store()
      .open(DAY_ONE)
      .catch((error: unknown) => error);
    if (!(refused instanceof StoreError)) throw refused;
    expect(texts.message(refused.problem)).toMatch(
      /The file is damaged\. .* Move the file away, or restore a copy of it/u,
    );
  });

  it('write-ahead log loses at most its own content', async () => {
    const before = store();
    await before.open(DAY_ONE);
    await before.saveEndpoints([anEndpoint('a')]);
    await before.close();
    const database = await readFile(file);
    const writing = store();
    await writing.open(DAY_ONE);
    for (let i = 0; i < 300; i++) writing.recordResult(aResult('a', DAY_ONE + i * MINUTE));
    await writing.flush();
    const log = await readFile(`${file}-wal`);
    const inUse = await readFile(file);
    await writing.close();
    for (let seed = 1; seed <= 20; seed++) {
      await writeFile(file, seed % 2 === 0 ? database : inUse);
      await strike(`${file}-wal`, log, seed);
      const reopened = createDatabaseStore({ file, now: DAY_ONE });
      expect(reopened.load({ now: DAY_ONE }).state.endpoints.map(({ id }) => id)).toEqual(['a']);
      const checks = reopened.checks({ id: 'a', before: null, limit: 500 });
      expect(checks.every((check) => check.durationMs === 42.1)).toBe(true);
      const range = { from: DAY_ONE, to: DAY_ONE + 300 * MINUTE };
      const { summary } = reopened.series({ id: 'a', ...range, points: 3 });
      expect(summary.count).toBe(checks.length);
      reopened.close(null);
      await rm(`${file}-shm`, { force: true });
    }
  });

  it('setting gets its default, and a damaged endpoint is reported while the others are checked', async () => {
    await fill();
    const database = new DatabaseSync(file);
    database.exec(`UPDATE setting SET value = '{"never ended' WHERE name = 'maxConcurrent'`);
    database.exec(`UPDATE setting SET value = '-7' WHERE name = 'maxPerHost'`);
    database.exec(`UPDATE setting SET value = '"loud"' WHERE name = 'theme'`);
    database.exec(`UPDATE endpoint SET config = '{"kind":"http",' WHERE id = 'a'`);
    database.exec(`UPDATE endpoint SET config = '{"kind":"http","interval":"soon"}' WHERE id = 'b'`);
    database.close();
    const watch = await startWatch({ store: store(), resolver: { resolve: async () => [] } });
    const { settings, notices, endpoints } = await watch.engine.request('app.snapshot', {});
    expect(settings).toMatchObject({ maxConcurrent: 500, maxPerHost: 20, theme: 'system' });
    expect(settings.keepResultsDays).toBe(SETTINGS.keepResultsDays);
    expect(endpoints.map(({ endpoint }) => endpoint.id)).toEqual(['c']);
    expect(notices).toMatchObject([
      { id: 'settings', code: 'settings.damaged', params: { names: ['theme', 'maxConcurrent', 'maxPerHost'] } },
      { id: 'unusable', code: 'endpoints.unusable', params: { count: 2 } },
    ]);
    const [, unusable] = notices;
    expect(unusable && texts.notice(unusable).body).toMatch(/^https:\/\/a\.example\/: \S/u);
    await watch.engine.dispose();
  });
});
