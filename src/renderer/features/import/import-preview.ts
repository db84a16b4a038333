import type { ImportPreview } from '../../../contract/channels/imports.ts';
import { createSharedValue } from '../../components/shared-value.ts';

/** Files that are being read. */
export interface ReadingImport {
  /** The first file or folder, for the title. */
  readonly reading: string;
  /** How many files this page has found and read; null: the engine is reading them. */
  readonly files: { readonly read: number; readonly found: number } | null;
  /** Stops reading. */
  readonly cancel: () => void;
}

/** The content of the import dialog; null: the dialog is closed. It is mounted once, in `App`. */
export const importPreview = createSharedValue<ImportPreview | ReadingImport | null>(null);
