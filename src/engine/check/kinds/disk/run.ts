/** One check of a file system of this machine. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { codeOf } from '../../net/probe/failures.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { parseAmount } from './amount.ts';
import { diskFailure } from './failures.ts';
import type { DiskFields } from './fields.ts';
import { FileSystems, type FileSystem } from './file-system.ts';

const fileSystems = new FileSystems();

/** Runs one check. */
export function run(fields: DiskFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, (probe) => checkDisk(probe, fields, fileSystems));
}

/** @returns the failure that the answer means; null: there is enough of everything */
export async function checkDisk(probe: Probe, fields: DiskFields, systems: FileSystems): Promise<Failure | null> {
  probe.watch.enter('read');
  let found: FileSystem;
  try {
    found = await systems.look(fields.path, probe.signal);
  } catch (error) {
    const reason = error instanceof Error ? codeOf(error) : '';
    // Any other error is the signal's reason.
    if (reason === '' || probe.signal.aborted) throw error;
    return diskFailure('disk.path', { reason, path: fields.path }, { phase: 'read' });
  }
  probe.watch.pause();
  note(probe, found);
  return judgeSpace(fields, found) ?? judgeInodes(fields, found);
}

function note({ details, metrics, observed }: Probe, found: FileSystem): void {
  details['total'] = found.totalBytes;
  metrics['free'] = found.freeBytes;
  metrics['used'] = found.usedBytes;
  metrics['freePercent'] = freePercent(found);
  observed['VALUE'] = metrics['freePercent'];
  if (found.inodes === 0) return;
  metrics['freeInodes'] = found.freeInodes;
  metrics['freeInodesPercent'] = percent(found.freeInodes, found.inodes);
}

/** The share of the space for ordinary users, as `df` counts it: without the blocks that only root may use. */
function freePercent({ freeBytes, usedBytes }: FileSystem): number {
  return percent(freeBytes, freeBytes + usedBytes);
}

/** With one decimal; 100 for a part of nothing. */
function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part / whole) * 1_000) / 10;
}

function judgeSpace({ minFree }: DiskFields, found: FileSystem): Failure | null {
  const minimum = parseAmount(minFree);
  if (minimum === null) return null;
  const isEnough = 'percent' in minimum ? freePercent(found) >= minimum.percent : found.freeBytes >= minimum.number;
  if (isEnough) return null;
  const { freeBytes, totalBytes } = found;
  return diskFailure('disk.space', { freeBytes, totalBytes, freePercent: freePercent(found), minimum: minFree.trim() });
}

function judgeInodes({ minFreeInodes }: DiskFields, { inodes, freeInodes }: FileSystem): Failure | null {
  const minimum = parseAmount(minFreeInodes);
  if (minimum === null || inodes === 0) return null;
  const free = percent(freeInodes, inodes);
  const isEnough = 'percent' in minimum ? free >= minimum.percent : freeInodes >= minimum.number;
  if (isEnough) return null;
  const params = { free: freeInodes, total: inodes, freePercent: free, minimum: minFreeInodes.trim() };
  return diskFailure('disk.inodes', params);
}
