/** The process kind against processes of this machine, and against saved outputs of other systems. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { CpuUse } from './cpu-use.ts';
import { processKind } from './descriptor.ts';
import { parsePs } from './ps.ts';
import type { RunningProcess } from './running-process.ts';
import { parseWindows } from './windows.ts';

const NAME = `lookout${process.pid}`;

let folder: string;
let children: ChildProcess[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-process-'));
  // A program of a name that nothing else has.
  const program = join(folder, NAME);
  await symlink(process.execPath, program);
  const script = 'console.log(1); setInterval(() => {}, 1000)';
  children = [0, 1].map(() =>
    spawn(program, ['-e', script, `token-of-${NAME}`], { stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  await Promise.all(children.map((child) => new Promise((resolve) => child.stdout?.once('data', resolve))));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

function check(fields: Omit<EndpointInput, 'kind'>) {
  return checkOnce({ kind: 'process', ...fields });
}

async function pidFile(text: string): Promise<string> {
  const path = join(folder, 'test.pid');
  await writeFile(path, text);
  return path;
}

describe('a process', () => {
  it('is found by its name, and measured', async () => {
    const { failure, metrics, details, observed, phases } = await check({ process: NAME });
    expect(failure).toBeNull();
    expect(metrics).toMatchObject({ count: 2 });
    expect(metrics['memory']).toBeGreaterThan(20_000_000);
    expect(metrics['uptime']).toBeLessThan(600);
    expect(observed).toEqual({ VALUE: 2 });
    expect(Object.keys(phases)).toEqual(['read']);
    expect(details['processes']).toHaveLength(2);
    // Command lines contain passwords.
    expect(JSON.stringify(details)).not.toContain('token-of');
  });

  it('is found by a part of its command line', async () => {
    const { metrics } = await check({ process: `token-of-${NAME}`, match: 'command' });
    expect(metrics['count']).toBe(2);
  });

  it('is found by its pid file', async () => {
    const { failure, metrics } = await check({ process: await pidFile(`${children[0]?.pid}\n`), match: 'pidFile' });
    expect(failure).toBeNull();
    expect(metrics['count']).toBe(1);
  });

  it('has a CPU use from the second check on', async () => {
    const fields = { process: NAME, minCount: 2 };
    await check(fields);
    expect((await check(fields)).metrics['cpu']).toBeGreaterThanOrEqual(0);
  });

  it('is missing', async () => {
    expect((await check({ process: `no${NAME}` })).failure).toMatchObject({
      code: 'process.missing',
      message: `No no${NAME} process is running.`,
    });
    expect((await check({ process: NAME, minCount: 5 })).failure?.message).toBe(
      `Only 2 ${NAME} processes are running; at least 5 must be.`,
    );
  });

  it('has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('close', resolve));
    const path = await pidFile(`${child.pid}`);
    expect((await check({ process: path, match: 'pidFile' })).failure).toMatchObject({
      code: 'process.pidFile',
      message: `The process ${child.pid} of the pid file ${path} is not running.`,
      phase: 'read',
    });
  });

  it('has a pid file that is missing, or is none', async () => {
    const { failure } = await check({ process: join(folder, 'no.pid'), match: 'pidFile' });
    expect(failure).toMatchObject({ code: 'process.pidFile', params: { reason: 'ENOENT' } });
    const invalid = await check({ process: await pidFile('hello'), match: 'pidFile' });
    expect(invalid.failure).toMatchObject({ code: 'process.pidFile', params: { reason: 'invalid' } });
  });
});

describe('the CPU use', () => {
  const one = (pid: number, cpuMs: number, startedAt = 100_000): RunningProcess => ({
    pid,
    cpuMs,
    startedAt,
    command: '',
    memory: 0,
  });

  it('counts only processes that ran at both times', () => {
    const use = new CpuUse();
    expect(use.next('a', [one(1, 1_000), one(2, 500)], 0)).toBeNull();
    expect(use.next('a', [one(1, 1_500), one(3, 90_000)], 1_000)).toBe(50);
    // The same ID, but another process.
    expect(use.next('a', [one(1, 10, 900_000)], 2_000)).toBeNull();
  });
});

describe('the output of ps', () => {
  it('of macOS is read', () => {
    const text = [
      '  501  12345  0:01.50 02-03:04:05 Ss   /usr/sbin/nginx',
      '  502   1 1:02:03 00:10 Z    (ended)',
      '',
    ].join('\n');
    const [one, ...others] = parsePs(text, 1_000_000_000);
    expect(one).toEqual({
      pid: 501,
      command: '/usr/sbin/nginx',
      memory: 12_345 * 1_024,
      cpuMs: 1_500,
      startedAt: 1_000_000_000 - ((2 * 24 + 3) * 3_600 + 4 * 60 + 5) * 1_000,
    });
    expect(others).toEqual([]);
  });
});

describe('the output of PowerShell', () => {
  const text = JSON.stringify([
    { pid: 4, name: 'System', command: null, memory: 1, cpu: 10_000_000, started: 5 },
    { pid: 7, name: 'nginx.exe', command: 'C:\\nginx\\nginx.exe -g x', memory: 2, cpu: 0, started: 6 },
  ]);

  it('is read', () => {
    expect(parseWindows(text, { match: 'name', text: 'NGINX' })).toMatchObject([{ pid: 7, memory: 2 }]);
    expect(parseWindows(text, { match: 'command', text: '-g X' })).toMatchObject([{ pid: 7 }]);
    expect(parseWindows(text, { match: 'pid', pid: 4 })).toMatchObject([
      { command: 'System', cpuMs: 1_000, startedAt: 5 },
    ]);
    expect(parseWindows('oops', { match: 'pid', pid: 4 })).toBeNull();
  });
});

describe('the fields of a process', () => {
  it.each([
    [{ process: '/usr/sbin/nginx' }, 'the name of a program without its folder'],
    [{ process: 'nginx.pid', match: 'pidFile' }, 'the absolute path of a pid file'],
    [{ process: ' ' }, 'text with 1 to 1,000 characters'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'process', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });

  it.each(['process:nginx', 'process:/run/nginx.pid', 'process:*java -jar shop*'])('are read from %s', (text) => {
    const parsed = parseEndpoint(processKind.parse(text));
    expect(parsed.ok && parsed.target).toBe(text);
  });
});
