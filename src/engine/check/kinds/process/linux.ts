/** Processes of Linux, read from /proc (proc(5)), without a program: small containers have no `ps`. */
import { readdir, readFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { basename } from 'node:path';
import type { RunningProcess, Wanted } from './running-process.ts';

/** Of `utime`, `stime` and `starttime`: USER_HZ, which is 100 on every architecture that Node supports. */
const TICK_MS = 10;

interface Stat {
  readonly name: string;
  readonly state: string;
  readonly cpuMs: number;
  /** Since the start of the system, in milliseconds. */
  readonly startMs: number;
}

/** @param signal checked between two processes */
export async function findOnLinux(wanted: Wanted, signal: AbortSignal, proc = '/proc'): Promise<RunningProcess[]> {
  const pids =
    wanted.match === 'pid' ? [String(wanted.pid)] : (await readdir(proc)).filter((name) => /^\d+$/u.test(name));
  const found: RunningProcess[] = [];
  for (const pid of pids) {
    signal.throwIfAborted();
    const one = await look(`${proc}/${pid}`, Number(pid), wanted);
    if (one !== null) found.push(one);
  }
  return found;
}

async function look(folder: string, pid: number, wanted: Wanted): Promise<RunningProcess | null> {
  const stat = parseStat(await read(`${folder}/stat`));
  if (stat === null || stat.state === 'Z' || stat.state === 'X') return null;
  const args = (await read(`${folder}/cmdline`)).replace(/\0+$/u, '').split('\0');
  const command = args.join(' ');
  if (wanted.match === 'name' && !isNamed(stat.name, args[0] ?? '', wanted.text)) return null;
  if (wanted.match === 'command' && !command.includes(wanted.text)) return null;
  const resident = /^VmRSS:\s*(\d+) kB$/mu.exec(await read(`${folder}/status`))?.[1] ?? '0';
  return {
    pid,
    command: command === '' ? `[${stat.name}]` : command,
    memory: Number(resident) * 1_024,
    cpuMs: stat.cpuMs,
    startedAt: Date.now() - uptime() * 1_000 + stat.startMs,
  };
}

/** The kernel cuts names, and a program may rename its threads, so the first word of the command line counts too. */
function isNamed(name: string, program: string, wanted: string): boolean {
  return name === wanted || basename(program) === wanted;
}

/** @returns null for a process that has just ended */
function parseStat(text: string): Stat | null {
  // The name may contain spaces and parentheses; nothing after it does.
  const end = text.lastIndexOf(')');
  if (end < 0) return null;
  const fields = text.slice(end + 2).split(' ');
  const ticks = (index: number) => Number(fields[index] ?? 0) * TICK_MS;
  return {
    name: text.slice(text.indexOf('(') + 1, end),
    state: fields[0] ?? '',
    cpuMs: ticks(11) + ticks(12),
    startMs: ticks(19),
  };
}

/** Reads a file; empty for a process that has ended, and for files that this user may not read. */
async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
