/** Writes the same generated month as blocks of Prometheus, and starts a Prometheus that answers queries about them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../src/shared/testing/seeded-random.ts';
import { makeEndpoint, makeResult } from './history.ts';
import { MONTH_SEED, type Month, type MonthSet } from './month.ts';
import { freePort, ready, startProgram, stopProgram } from './prometheus.ts';
import type { TestBed } from './test-bed.ts';

const PROMETHEUS = '/usr/bin/prometheus';
const PROMTOOL = '/usr/bin/promtool';
/**
 * The lengths of the blocks of a Prometheus that keeps a month: from 2 h to a tenth of a month, each three times as
 * long as the previous one.
 */
const BLOCK_MS = 54 * 3_600_000;
/** The phases as blackbox_exporter names them. */
const PHASES = [
  ['dns', 'resolve'],
  ['connect', 'connect'],
  ['tls', 'tls'],
  ['wait', 'processing'],
  ['transfer', 'transfer'],
] as const;
/** Series of an endpoint: success, duration and phases. */
export const SERIES_PER_ENDPOINT = 2 + PHASES.length;
const LINES_AT_ONCE = 20_000;

/** Why the comparison cannot be made here; empty: it can. */
export function whyNoPromtool(): string {
  const missing = [PROMETHEUS, PROMTOOL].filter((path) => !existsSync(path));
  return missing.length === 0 ? '' : `${missing.join(' and ')} missing (Debian: apt-get install prometheus)`;
}

export interface Blocks {
  readonly dir: string;
  readonly bytes: number;
  readonly samples: number;
  readonly seconds: number;
}

/**
 * Writes the results of the month as OpenMetrics and has promtool make blocks from them, as for a move to Prometheus.
 * promtool reads a file once for each block in it, so each block gets a file of its own.
 */
export async function makeBlocks(
  { endpoints, stepMs }: MonthSet,
  { from, to }: Pick<Month, 'from' | 'to'>,
  bed: TestBed,
): Promise<Blocks> {
  const dir = await bed.newDir('prometheus-data');
  const text = join(dir, '..', 'samples.om');
  const random = seededRandom(MONTH_SEED);
  const ids = Array.from({ length: endpoints }, (_, index) => makeEndpoint(index, '', from).id);
  const began = performance.now();
  let samples = 0;
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / BLOCK_MS) + 1) * BLOCK_MS);
    const file = await open(text, 'w');
    let lines: string[] = [];
    for (; at < end; at += stepMs) {
      for (const [index, id] of ids.entries()) {
        const result = makeResult(index, id, at + (index * stepMs) / ids.length, random);
        const instance = `instance="https://site${index}.example/"`;
        // Kept within the block, although the last checks of a step may be a moment later.
        const time = (Math.min(result.at, end - 1) / 1000).toFixed(3);
        lines.push(`probe_success{${instance}} ${result.verdict === 'up' ? 1 : 0} ${time}`);
        lines.push(`probe_duration_seconds{${instance}} ${result.durationMs / 1000} ${time}`);
        for (const [phase, name] of PHASES) {
          const seconds = (result.phases[phase] ?? 0) / 1000;
          lines.push(`probe_http_duration_seconds{${instance},phase="${name}"} ${seconds} ${time}`);
        }
      }
      if (lines.length < LINES_AT_ONCE) continue;
      samples += lines.length;
      await file.write(`${lines.join('\n')}\n`);
      lines = [];
    }
    samples += lines.length;
    await file.write([...lines, '# EOF', ''].join('\n'));
    await file.close();
    await promtool(['tsdb', 'create-blocks-from', 'openmetrics', '--max-block-duration=54h', '--quiet', text, dir]);
  }
  await rm(text);
  return { dir, bytes: await bytesIn(dir), samples, seconds: (performance.now() - began) / 1000 };
}

async function promtool(args: readonly string[]): Promise<void> {
  const child = spawn(PROMTOOL, [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`promtool ended with ${code}`);
}

async function bytesIn(dir: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}

export interface QueryServer {
  readonly pid: number;
  /** @returns the number of points in the answer */
  queryRange(query: string, range: { from: number; to: number; stepMs: number }): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a Prometheus that only answers queries. */
export async function serveBlocks({ dir }: Blocks, bed: TestBed): Promise<QueryServer> {
  const port = await freePort();
  const config = join(await bed.newDir('prometheus-config'), 'prometheus.yml');
  await writeFile(config, 'scrape_configs: []\n');
  const child = startProgram(PROMETHEUS, [
    `--config.file=${config}`,
    `--storage.tsdb.path=${dir}`,
    '--storage.tsdb.retention.time=2y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  const stop = () => stopProgram(child);
  bed.defer(stop);
  await ready(`http://127.0.0.1:${port}/-/ready`, [child]);
  return {
    pid: child.pid ?? 0,
    async queryRange(query, { from, to, stepMs }) {
      const body = new URLSearchParams({
        query,
        start: (from / 1000).toFixed(3),
        end: (to / 1000).toFixed(3),
        step: (stepMs / 1000).toFixed(3),
      });
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/query_range`, { method: 'POST', body });
      const answer = (await response.json()) as Answer;
      if (answer.status !== 'success') throw new Error(`Prometheus refused ${query}: ${answer.error ?? ''}`);
      return (answer.data?.result ?? []).reduce((sum, { values }) => sum + values.length, 0);
    },
    stop,
  };
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result: readonly { readonly values: readonly unknown[] }[] };
}
