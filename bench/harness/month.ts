/** Generated months of history, made once per run for all cases that use them. */
import { constants, statSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DATABASE_FILE } from '../../src/engine/store/data-folder.ts';
import type { StoreHostMethods } from '../processes/store-host.ts';
import { startRemote } from './calls.ts';
import type { TestBed } from './test-bed.ts';

export const DAY_MS = 86_400_000;
export const MONTH_DAYS = 30;
/** The seed of all results. */
export const MONTH_SEED = 3;

export interface MonthSet {
  readonly endpoints: number;
  readonly stepMs: number;
  /**
   * This many endpoints are checked at every step, the others only at every `sparse`th one. Default: all at every step.
   */
  readonly dense?: number;
  readonly sparse?: number;
  /** Describes the month, such as `50 endpoints every 20 s`. */
  readonly scale: string;
}

export interface Month {
  readonly file: string;
  /** Epoch milliseconds. The history ends now, because Lookout removes what is too old. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** How long writing them took, in milliseconds. */
  readonly seconds: number;
  /** The size of the file. */
  readonly bytes: number;
}

const made = new Map<MonthSet, Promise<Month>>();

/** @returns a month that nobody may change */
export function monthOf(set: MonthSet, bed: TestBed): Promise<Month> {
  const month = made.get(set) ?? generate(set, bed);
  made.set(set, month);
  return month;
}

async function generate(set: MonthSet, bed: TestBed): Promise<Month> {
  const { endpoints, stepMs, dense, sparse } = set;
  const file = join(await bed.newDir('month'), DATABASE_FILE);
  // Whole steps, so that other programs can generate the same.
  const to = Math.floor(Date.now() / stepMs) * stepMs;
  const from = to - MONTH_DAYS * DAY_MS;
  const host = startRemote<StoreHostMethods>('store-host');
  bed.defer(() => host.stop());
  await host.call('open', { file, now: from });
  const urls = Array.from({ length: endpoints }, (_, index) => `https://site${index}.example/`);
  // Checked once a day from now on, so that the engine has nothing to do while it answers.
  await host.call('addEndpoints', { urls, now: from, intervalMs: DAY_MS });
  const density = dense === undefined || sparse === undefined ? {} : { dense, sparse };
  const { rows, seconds } = await host.call('fill', { from, to, stepMs, seed: MONTH_SEED, ...density });
  await host.call('settle', { file, now: to });
  await host.call('close');
  await host.stop();
  return { file, from, to, rows, seconds, bytes: statSync(file).size };
}

/** A writable copy in its own folder. @returns the file */
export async function copyMonth({ file }: Month, bed: TestBed): Promise<string> {
  const dir = await bed.newDir('copy');
  await mkdir(dir, { recursive: true });
  const copy = join(dir, DATABASE_FILE);
  await copyFile(file, copy, constants.COPYFILE_FICLONE);
  return copy;
}
