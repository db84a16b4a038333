/** What can be wrong with a file system. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';

export const diskFailures = [
  {
    code: 'disk.space',
    cause: 'Too little free space',
    text: 'Only {freeBytes} of {totalBytes} ({freePercent, number}%) are free; at least {minimum} must be.',
    params: {
      freeBytes: 'the free space',
      totalBytes: 'the size of the file system',
      freePercent: 'the free space in percent',
      minimum: 'the minimum that the endpoint accepts',
    },
  },
  {
    code: 'disk.inodes',
    cause: 'Too few free inodes',
    text: 'Only {free, number} of {total, number} inodes ({freePercent, number}%) are free; at least {minimum} must be.',
    params: {
      free: 'the free inodes',
      total: 'all inodes',
      freePercent: 'the free inodes in percent',
      minimum: 'the minimum that the endpoint accepts',
    },
  },
  {
    code: 'disk.path',
    cause: 'File system cannot be read',
    text: `{reason, select,
      ENOENT {There is no folder or file {path}.}
      EACCES {The user that runs Lookout may not look at {path}.}
      other {The file system of {path} cannot be read ({reason}).}}`,
    params: { reason: "the system's error code", path: 'the path' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const diskFailure = failuresOfKind(diskFailures);
