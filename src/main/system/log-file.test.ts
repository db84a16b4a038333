import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LogLevel } from '../../engine/ports.ts';
import { createLogFile } from './log-file.ts';

let folder = '';
let mirrored: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-log-'));
  mirrored = [];
});
afterEach(() => rm(folder, { recursive: true }));

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
function logFile(file: string, { level = 'debug', maxBytes = 1e6 }: { level?: LogLevel; maxBytes?: number } = {}) {
  return createLogFile({ file, maxBytes, level, mirror: (line) => mirrored.push(line), now: () => at });
}

it('appends lines with their facts, in order', async () => {
  const file = join(folder, 'logs', 'lookout.log');
  const first = logFile(file);
  first.log('info', 'Started', { dataDir: '/data' });
  first.log('warn', 'Odd');
  await first.flush();
  const second = logFile(file);
  second.log('info', 'Started again');
  await second.flush();
  const text = await readFile(file, 'utf8');
  expect(text).toBe(
    "2026-01-02T03:04:05.678Z info  Started { dataDir: '/data' }\n" +
      '2026-01-02T03:04:05.678Z warn  Odd\n' +
      '2026-01-02T03:04:05.678Z info  Started again\n',
  );
  expect(mirrored.join('')).toBe(text);
});

it('writes the stack and the cause of an error', async () => {
  const file = join(folder, 'lookout.log');
  const { log, flush } = logFile(file);
  log('error', 'Failed', { error: new Error('outer', { cause: new Error('inner') }) });
  await flush();
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^\S+ error Failed\n {4}Error: outer\n {8}at .*log-file\.test\.ts/);
  expect(text).toContain('Error: inner');
});

it('returns its last whole lines', async () => {
  const { log, tail } = logFile(join(folder, 'logs', 'lookout.log'));
  expect(await tail(1000)).toBe('');
  for (const word of ['first', 'second', 'third']) log('info', word);
  const all = await tail(1000);
  expect(all.match(/first|second|third/g)).toEqual(['first', 'second', 'third']);
  const line = all.length / 3;
  expect((await tail(Math.round(2.5 * line))).match(/first|second|third/g)).toEqual(['second', 'third']);
});

it('leaves out lines below its level', async () => {
  const file = join(folder, 'lookout.log');
  const { log, flush } = logFile(file, { level: 'warn' });
  log('info', 'Quiet');
  log('error', 'Loud');
  await flush();
  expect(await readFile(file, 'utf8')).toMatch(/^\S+ error Loud\n$/);
});

it('starts a new file when it is full, and keeps the old one', async () => {
  const file = join(folder, 'lookout.log');
  await writeFile(file, 'x'.repeat(101));
  const { log, flush } = logFile(file, { maxBytes: 100 });
  log('info', 'New');
  await flush();
  expect(await readFile(`${file}.old`, 'utf8')).toBe('x'.repeat(101));
  expect(await readFile(file, 'utf8')).toMatch(/New\n$/);
});

it('continues in the mirror when the file cannot be written, and says so once', async () => {
  const { log, flush } = logFile(folder);
  log('info', 'One');
  await flush();
  log('info', 'Two');
  await flush();
  expect(mirrored).toHaveLength(3);
  expect(mirrored[1]).toContain('The log file cannot be written');
});
