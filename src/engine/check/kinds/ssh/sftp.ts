/** Looks at a path by SFTP. */
import type { FileEntryWithStats, SFTPWrapper } from 'ssh2';
import { FailureError } from '../../../base/failure-error.ts';
import { sshFailure } from './failures.ts';
import type { SshSession } from './session.ts';

/** The most entries of a folder that are read. */
const MAX_ENTRIES = 10_000;
/** The status of an answer that says that there are no more entries (SSH_FX_EOF of the SFTP draft, 7). */
const END = 1;

export interface Found {
  /** In the order of the server; null: the path is not a folder. */
  readonly names: readonly string[] | null;
  readonly sizeBytes: number;
  readonly modifiedAtSeconds: number;
}

/** @throws FailureError `ssh.path` when the server does not show it */
export function lookAt(session: SshSession, path: string): Promise<Found> {
  return session.sftp<Found>((sftp, resolve, reject) => {
    const refuse = (error: Error) =>
      reject(new FailureError(sshFailure('ssh.path', { path, problem: error.message }, { phase: 'sftp' })));
    sftp.stat(path, (error, stats) => {
      if (error !== undefined) {
        refuse(error);
        return;
      }
      const found = { sizeBytes: stats.size, modifiedAtSeconds: stats.mtime };
      if (stats.isDirectory()) readFolder(sftp, path, (names) => resolve({ ...found, names }), refuse);
      else resolve({ ...found, names: null });
    });
  });
}

function readFolder(
  sftp: SFTPWrapper,
  path: string,
  done: (names: readonly string[]) => void,
  refuse: (error: Error) => void,
): void {
  const names: string[] = [];
  sftp.opendir(path, (error, handle) => {
    if (error !== undefined) {
      refuse(error);
      return;
    }
    const next = () =>
      sftp.readdir(handle, (problem, entries: FileEntryWithStats[] | undefined) => {
        if (problem !== undefined && (problem as { code?: unknown }).code !== END) {
          refuse(problem);
          return;
        }
        for (const { filename } of entries ?? []) if (filename !== '.' && filename !== '..') names.push(filename);
        if (problem !== undefined || names.length >= MAX_ENTRIES) done(names.slice(0, MAX_ENTRIES));
        else next();
      });
    next();
  });
}
