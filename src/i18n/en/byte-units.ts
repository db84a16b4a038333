import type { ByteUnits } from '../bytes.ts';

/** In powers of 1,024, as operating systems and browsers write them. */
export const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const satisfies ByteUnits;
