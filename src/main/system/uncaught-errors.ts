import type { Notice } from '../../contract/model/notices.ts';
import type { Log } from '../../engine/ports.ts';

/**
 * Logs every uncaught error and continues, because checks must not stop.
 * @param logs the folder of the log
 * @returns call it with the function that shows notices, to show these errors in the page, too
 */
export function catchUncaughtErrors(log: Log, logs: string): (setNotice: (notice: Notice) => void) => void {
  let showNotice: ((notice: Notice) => void) | null = null;
  const onError = (error: unknown): void => {
    log('error', 'A bug: nothing caught this error', { error });
    showNotice?.({ id: 'bug', level: 'error', code: 'app.bug', params: { folder: logs }, active: true });
  };
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  return (setNotice) => {
    showNotice = setNotice;
  };
}
