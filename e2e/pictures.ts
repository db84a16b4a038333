/** Where specs that take pictures save them, and in which themes. */

const isForDocs = process.env['LOOKOUT_PICTURES'] !== undefined;

export const FOLDER = isForDocs ? 'docs/images' : 'e2e/artifacts';

/** A test needs only one theme: `accessible.spec.ts` and `accessible-details.spec.ts` open the same views in both. */
export const THEMES = isForDocs ? (['light', 'dark'] as const) : (['light'] as const);
