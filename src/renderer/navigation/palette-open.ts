import { createSharedValue } from '../components/shared-value.ts';

/** Whether the command palette is open. It is mounted once, in `App`. */
export const paletteOpen = createSharedValue(false);

/** What was typed while the palette was being loaded; it begins with that. */
export const typedAhead = createSharedValue('');
