/** Describes the machine and the version that the figures belong to. */
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { execFileSync } from 'node:child_process';

export function describeMachine(): string {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${gigabytes} GB, ${type()} ${release()}, Node ${process.version}`;
}

export function describeVersion(root: string): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'src') === '' ? '' : ' with changes'}`;
  } catch {
    return 'not a checkout';
  }
}

/** Processor time of the whole machine since it started, in ticks. */
export interface Busy {
  readonly busy: number;
  readonly total: number;
}

/**
 * How much of the CPU other processes use before a case begins.
 * @returns 0 to 1, over half a second; NaN without /proc
 */
export async function othersShare(): Promise<number> {
  const before = readBusy();
  await new Promise((resolve) => {
    setTimeout(resolve, 500);
  });
  const after = readBusy();
  return after === null || before === null ? Number.NaN : (after.busy - before.busy) / (after.total - before.total);
}

/** The first line of /proc/stat (proc(5)): user nice system idle iowait irq softirq steal. Null without /proc. */
function readBusy(): Busy | null {
  try {
    const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    const ticks = first.trim().split(/\s+/u).slice(1, 9).map(Number);
    const total = ticks.reduce((sum, value) => sum + value, 0);
    return { busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0), total };
  } catch {
    return null;
  }
}

export function describeLoad(share: number): string {
  const busy = Number.isNaN(share) ? 'unknown' : `${Math.round(share * 100)} %`;
  return `machine busy before it began: ${busy}, load average ${loadavg()[0]?.toFixed(1)}`;
}
