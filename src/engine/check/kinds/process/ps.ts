/** Processes of macOS and BSD, from `ps` (POSIX, with `rss` and `state`, which they all have). */
import { basename } from 'node:path';
import { runProgram } from '../../../base/run-program.ts';
import type { RunningProcess, Wanted } from './running-process.ts';

/** Names come with `comm`, command lines with `args`; both could contain spaces, so only one is asked for at a time. */
export async function findWithPs(wanted: Wanted, signal: AbortSignal): Promise<RunningProcess[] | null> {
  const column = wanted.match === 'name' ? 'comm' : 'args';
  const which = wanted.match === 'pid' ? ['-p', String(wanted.pid)] : ['-A'];
  const columns = ['pid', 'rss', 'time', 'etime', 'state', column].flatMap((name) => ['-o', `${name}=`]);
  const { exitCode, stdout } = await runProgram('ps', [...which, '-ww', ...columns], { signal, maxBytes: 10_000_000 });
  // With `-p`, 1 says that there is no such process.
  if (exitCode !== 0 && !(wanted.match === 'pid' && exitCode === 1)) return null;
  return parsePs(stdout, Date.now()).filter(({ command }) => {
    if (wanted.match === 'name') return basename(command) === wanted.text;
    return wanted.match === 'pid' || command.includes(wanted.text);
  });
}

const LINE = /^\s*(?<pid>\d+)\s+(?<rss>\d+)\s+(?<time>\S+)\s+(?<etime>\S+)\s+(?<state>\S+)\s+(?<command>.*\S)\s*$/u;

/** Reads the output of `ps`; lines that it does not understand are left out. */
export function parsePs(text: string, now: number): RunningProcess[] {
  return text.split('\n').flatMap((line) => {
    const { pid = '', rss = '', time = '', etime = '', state = '', command = '' } = LINE.exec(line)?.groups ?? {};
    const cpuMs = parseClock(time);
    const ageMs = parseClock(etime);
    if (cpuMs === null || ageMs === null || state.startsWith('Z')) return [];
    return [{ pid: Number(pid), command, memory: Number(rss) * 1_024, cpuMs, startedAt: now - ageMs }];
  });
}

/** `[[days-]hours:]minutes:seconds[.fraction]` in milliseconds. */
function parseClock(text: string): number | null {
  const match = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+(?:\.\d+)?)$/u.exec(text);
  if (match === null) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
