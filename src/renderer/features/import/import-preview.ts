import type { ImportPreview } from '../../../contract/channels/imports.ts';
import { createSharedValue } from '../../components/shared-value.ts';

/** The file that is being looked at; null: none. The dialog is mounted once, in `App`. */
export const importPreview = createSharedValue<ImportPreview | null>(null);
