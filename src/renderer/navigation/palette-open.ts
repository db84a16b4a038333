import { createSharedValue } from '../components/shared-value.ts';

/** Whether the command palette is open. It is mounted once, in `App`. */
export const paletteOpen = createSharedValue(false);

/** Text typed while the palette was loading; it becomes the initial text. */
export const typedAhead = createSharedValue('');
