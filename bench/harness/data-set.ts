/**
 * A week of history for 500 endpoints, generated once into a cache folder and copied for each case that writes to it.
 */
import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochMs } from '../../src/contract/model/units.ts';
import { DATABASE_FILE } from '../../src/engine/store/data-folder.ts';
import type { StoreHostMethods } from '../processes/store-host.ts';
import { startRemote } from './calls.ts';
import { CACHE_DIR } from './test-bed.ts';

export const ENDPOINTS = 500;
export const STEP_MS = 30_000;
export const DAYS = 7;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/**
 * In the small set, this many endpoints have all their checks; the others have one in `SPARSE`, and all in the last hour, which
 * is in the journal, as in a Lookout that ran until now.
 */
const DENSE = 20;
const SPARSE = 120;
const STORE = new URL('../../src/engine/store/', import.meta.url);

export interface DataSet {
  readonly file: string;
  /** The end of the history. */
  readonly now: EpochMs;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * @param whole true: every endpoint every 30 s, ten million results; false: 20 endpoints every 30 s, the others every
 * hour
 */
export async function dataSet(whole: boolean, say: (line: string) => void): Promise<DataSet> {
  const key = createHash('sha256').update(`${DENSE} ${SPARSE} ${HOUR_MS}`);
  for (const file of ['./history.ts', '../processes/store-host.ts', '../../src/shared/testing/seeded-random.ts']) {
    key.update(await readFile(new URL(file, import.meta.url)));
  }
  // The stored bytes depend on the whole store.
  const sources = (await readdir(STORE, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/u.test(name));
  for (const source of sources.toSorted()) key.update(await readFile(new URL(source, STORE)));
  const dir = join(CACHE_DIR, `${whole ? 'whole' : 'small'}-${key.digest('hex').slice(0, 12)}`);
  const facts = join(dir, 'facts.json');
  if (!existsSync(facts)) await generate(dir, whole, say);
  return JSON.parse(await readFile(facts, 'utf8')) as DataSet;
}

async function generate(dir: string, whole: boolean, say: (line: string) => void): Promise<void> {
  say(`generating ${whole ? 'ten million' : 'half a million'} results, once, into ${dir}`);
  const making = `${dir}-making-${process.pid}`;
  await mkdir(making, { recursive: true });
  const host = startRemote<StoreHostMethods>('store-host');
  try {
    const now = Date.now();
    const from = now - DAYS * DAY_MS;
    const urls = Array.from({ length: ENDPOINTS }, (_, index) => `https://site${index}.example/`);
    await host.call('open', { file: join(making, DATABASE_FILE), now });
    await host.call('addEndpoints', { urls, now: from });
    const density = whole ? {} : { dense: DENSE, sparse: SPARSE };
    const lastHour = now - HOUR_MS;
    const earlier = await host.call('fill', { from, to: lastHour, stepMs: STEP_MS, seed: 7, ...density });
    await host.call('settle', { file: join(making, DATABASE_FILE), now: lastHour });
    const latest = await host.call('fill', { from: lastHour, to: now, stepMs: STEP_MS, seed: 8 });
    const { bytes } = await host.call('stats');
    await host.call('close');
    const facts: DataSet = { file: join(dir, DATABASE_FILE), now, rows: earlier.rows + latest.rows, bytes };
    await writeFile(join(making, 'facts.json'), JSON.stringify(facts));
    await rm(dir, { recursive: true, force: true });
    await rename(making, dir);
  } finally {
    await host.stop();
    await rm(making, { recursive: true, force: true });
  }
}

/** Makes a copy to write to. @returns the file */
export async function copyDataSet({ file }: DataSet, dir: string): Promise<string> {
  const copy = join(dir, DATABASE_FILE);
  await copyFile(file, copy, constants.COPYFILE_FICLONE);
  return copy;
}

/** Fills a new data folder with endpoints that have about 70 earlier checks each. */
export async function prepareHistory(dataDir: string, urls: readonly string[], intervalMs: number): Promise<void> {
  const host = startRemote<StoreHostMethods>('store-host');
  try {
    const now = Date.now();
    await host.call('open', { file: join(dataDir, DATABASE_FILE), now });
    await host.call('addEndpoints', { urls, now, intervalMs });
    await host.call('fill', { from: now - 70 * intervalMs, to: now - intervalMs, stepMs: intervalMs, seed: 11 });
    await host.call('close');
  } finally {
    await host.stop();
  }
}

/** Changes the URLs of a copy's endpoints: the target server's ports differ in every run. */
export async function retarget(file: string, now: EpochMs, urls: readonly string[]): Promise<void> {
  const host = startRemote<StoreHostMethods>('store-host');
  try {
    await host.call('open', { file, now });
    await host.call('addEndpoints', { urls, now });
    await host.call('close');
  } finally {
    await host.stop();
  }
}
