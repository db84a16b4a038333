import { createSharedValue } from '../components/shared-value.ts';

/** Whether the list of keyboard shortcuts is open. It is mounted once, in `App`. */
export const keysOpen = createSharedValue(false);
