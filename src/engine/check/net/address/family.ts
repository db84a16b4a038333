/** The address family to connect to, as people choose it and as resolvers expect it. */

/** `any`: whichever answers first (RFC 8305). */
export const FAMILIES = ['any', '4', '6'] as const;
export type Family = (typeof FAMILIES)[number];

/** The family as resolvers expect it; 0: both. */
export function toFamily(family: Family): 0 | 4 | 6 {
  if (family === 'any') return 0;
  return family === '4' ? 4 : 6;
}
