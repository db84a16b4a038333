/** In characters. */
export const MAX_ACTIONS_LENGTH = 10_000;
