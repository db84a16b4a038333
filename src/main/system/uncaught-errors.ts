/** Errors that nothing caught. */
import type { Notice } from '../../contract/model/notices.ts';
import type { Log } from '../../engine/ports.ts';

/**
 * Logs each, and goes on: checks matter more than what broke.
 * @param logs the folder that holds the log
 * @returns call it to have them told in the page as well, once there is somebody to tell
 */
export function catchBugs(log: Log, logs: string): (setNotice: (notice: Notice) => void) => void {
  let tell: ((notice: Notice) => void) | null = null;
  const onBug = (error: unknown): void => {
    log('error', 'A bug: nothing caught this error', { error });
    const body = `Please report it with the log, which is in ${logs}.`;
    tell?.({ id: 'bug', level: 'error', title: 'Lookout itself had an error', body, active: true });
  };
  process.on('uncaughtException', onBug);
  process.on('unhandledRejection', onBug);
  return (setNotice) => {
    tell = setNotice;
  };
}
