import type { ImportPreview } from '../../../contract/channels/imports.ts';
import { createSharedValue } from '../../components/shared-value.ts';

/** The file in the import dialog; null: the dialog is closed. It is mounted once, in `App`. */
export const importPreview = createSharedValue<ImportPreview | null>(null);
