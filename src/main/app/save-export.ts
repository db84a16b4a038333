import { join } from 'node:path';
import type { App, Dialog } from 'electron';
import { RequestError } from '../../engine/base/request-error.ts';
import type { ResultExports } from '../../engine/store/export/result-exports.ts';
import type { Log } from '../../engine/ports.ts';

export interface SaveExportParts {
  readonly app: Pick<App, 'getPath'>;
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  /** Null: the data is only in memory. */
  readonly exports: Pick<ResultExports, 'get' | 'cancel' | 'save'> | null;
  readonly log: Log;
}

/**
 * Asks where to save an export, and begins to write it. `results.progress` reports the progress and the outcome.
 * @returns null: the person cancelled, and so the export is cancelled
 * @throws RequestError when no such export is waiting
 */
export async function saveExport(
  id: string,
  { app, dialog, exports, log }: SaveExportParts,
): Promise<{ file: string } | null> {
  const waiting = exports?.get(id);
  if (exports === null || waiting?.state !== 'waiting') throw new RequestError('exportNotFound', {});
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: 'Export results',
    buttonLabel: 'Export',
    defaultPath: join(app.getPath('downloads'), waiting.fileName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') {
    exports.cancel(id);
    return null;
  }
  exports.save(id, filePath).catch((error: unknown) => log('debug', 'An export was not saved', { error }));
  return { file: filePath };
}
