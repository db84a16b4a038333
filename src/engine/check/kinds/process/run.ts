/** One check of processes of this machine. */
import { constants, open } from 'node:fs/promises';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { codeOf } from '../../net/probe/failures.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { CpuUse } from './cpu-use.ts';
import { processFailure } from './failures.ts';
import type { ProcessFields } from './fields.ts';
import { findOnLinux } from './linux.ts';
import { findWithPs } from './ps.ts';
import type { RunningProcess, Wanted } from './running-process.ts';
import { findOnWindows } from './windows.ts';

/** Details list at most this many processes. */
const SHOWN = 20;
/** A pid file has one line with a number. */
const PID_FILE_BYTES = 100;

const cpuUse = new CpuUse();

/** Forgets the processor times of the last checks. */
export function dispose(): void {
  cpuUse.clear();
}

/** Runs one check. */
export function run(
  fields: ProcessFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    probe.watch.enter('read');
    const wanted = await wantedBy(fields);
    const found = await find(wanted, probe.signal);
    probe.watch.pause();
    probe.signal.throwIfAborted();
    note(probe, fields, found);
    if (wanted.match === 'pid' && found.length === 0) throw pidFileError(fields.process, 'stale', wanted.pid);
    return judge(fields, found.length);
  });
}

async function wantedBy({ process: text, match }: ProcessFields): Promise<Wanted> {
  return match === 'pidFile' ? { match: 'pid', pid: await readPid(text) } : { match, text };
}

async function readPid(path: string): Promise<number> {
  let text: string;
  try {
    // A pipe without a writer would block a thread forever.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(PID_FILE_BYTES), 0, PID_FILE_BYTES);
      text = buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw pidFileError(path, error instanceof Error && codeOf(error) !== '' ? codeOf(error) : 'unknown');
  }
  const pid = /^\s*(\d{1,10})\s*(?:\n|$)/u.exec(text)?.[1];
  if (pid === undefined) throw pidFileError(path, 'invalid');
  return Number(pid);
}

function pidFileError(path: string, reason: string, pid: number | null = null): FailureError {
  return new FailureError(processFailure('process.pidFile', { reason, path, pid }, { phase: 'read' }));
}

async function find(wanted: Wanted, signal: AbortSignal): Promise<readonly RunningProcess[]> {
  const found =
    process.platform === 'linux'
      ? await findOnLinux(wanted, signal)
      : process.platform === 'win32'
        ? await findOnWindows(wanted, signal)
        : await findWithPs(wanted, signal);
  if (found === null) throw new FailureError(processFailure('process.list', {}, { phase: 'read' }));
  return found;
}

function note({ details, metrics, observed }: Probe, fields: ProcessFields, found: readonly RunningProcess[]): void {
  metrics['count'] = found.length;
  observed['VALUE'] = found.length;
  if (found.length === 0) return;
  const oldest = Math.min(...found.map(({ startedAt }) => startedAt));
  metrics['memory'] = found.reduce((sum, { memory }) => sum + memory, 0);
  metrics['uptime'] = Math.max(0, (Date.now() - oldest) / 1_000);
  const cpu = cpuUse.next(`${fields.match} ${fields.process}`, found, performance.now());
  if (cpu !== null) metrics['cpu'] = cpu;
  details['startedAt'] = Math.round(oldest);
  // Command lines contain passwords; the name of the program does not.
  details['processes'] = found.slice(0, SHOWN).map(({ pid, command }) => `${pid} ${cut(programOf(command), 100)}`);
}

/** The first word of a command line. */
function programOf(command: string): string {
  return command.split(' ', 1)[0] ?? '';
}

function judge({ process: text, minCount }: ProcessFields, found: number): Failure | null {
  if (found >= minCount) return null;
  return processFailure('process.missing', { process: cut(text, 100), found, wanted: minCount }, { phase: 'read' });
}
