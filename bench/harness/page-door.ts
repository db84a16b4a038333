/** Measures the requests of pages, over HTTP, to a `lookout serve` with a month of history. */
import { dirname } from 'node:path';
import { startLookout, type LookoutServer } from './lookout-server.ts';
import { copyMonth, DAY_MS, type Month } from './month.ts';
import { processCpuMs } from './prometheus.ts';
import type { TestBed } from './test-bed.ts';

export const RANGES = [
  ['24 h', DAY_MS],
  ['7 d', 7 * DAY_MS],
  ['30 d', 30 * DAY_MS],
  ['1 y', 365 * DAY_MS],
] as const;

/** The measured requests. */
export interface Asked {
  /** The duration of each, in milliseconds. */
  readonly took: readonly number[];
  /** CPU time per request on average, of all threads of the answering process, in milliseconds. */
  readonly cpuMs: number;
}

/**
 * Sends requests one after the other.
 * @param ask receives the number of the turn
 * @param warmUp the number of turns before these that do not count, because code that runs for the first time is slow
 */
export async function askEach(
  pid: number,
  turns: number,
  ask: (turn: number) => Promise<unknown>,
  warmUp = 0,
): Promise<Asked> {
  for (let turn = 0; turn < warmUp; turn += 1) await ask(turns + turn);
  const took: number[] = [];
  const before = processCpuMs(pid);
  for (let turn = 0; turn < turns; turn += 1) {
    const began = performance.now();
    await ask(turn);
    took.push(performance.now() - began);
  }
  return { took, cpuMs: (processCpuMs(pid) - before) / turns };
}

export interface PageDoor {
  readonly server: LookoutServer;
  readonly ids: readonly string[];
  stop(): Promise<void>;
}

/** Starts it on a copy of the month, with settings that keep all of it. */
export async function openDoor(month: Month, bed: TestBed): Promise<PageDoor> {
  const file = await copyMonth(month, bed);
  const server = await startLookout(bed, dirname(file));
  await server.request('settings.update', {
    settings: { keepResultsDays: 60, keepFailuresDays: 60, keepMinutesDays: 60 },
  });
  return { server, ids: await overview(server), stop: () => server.stop() };
}

/** All endpoints as the list shows them. @returns their ids */
export async function overview(server: Pick<LookoutServer, 'request'>): Promise<readonly string[]> {
  const snapshot = await server.request('app.snapshot', {});
  const ids = snapshot.endpoints.map(({ endpoint }) => endpoint.id);
  for (let { next } = snapshot; next !== null;) {
    const page = await server.request('app.snapshotPage', { after: next });
    ids.push(...page.endpoints.map(({ endpoint }) => endpoint.id));
    next = page.next;
  }
  return ids;
}
