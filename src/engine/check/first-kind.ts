/**
 * The first kind of `registry.ts`, by itself: `lookout check` loads the others only if it has a target that the first does
 * not know.
 */
export { http as firstKind } from './kinds/http/descriptor.ts';
