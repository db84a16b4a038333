import type { Params } from '../../contract/model/text.ts';
import { cut } from './cut.ts';

/** Parameters go into pushes, answers and notifications, and people read them: a name may be a megabyte. */
const MAX_CHARACTERS = 1_000;

/** The parameters that apply, with long texts cut; undefined: none applies. */
export function toParams(given: { readonly [name: string]: unknown }): Params | undefined {
  const applying = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return applying.length === 0
    ? undefined
    : (Object.fromEntries(
        applying.map(([name, value]) => [name, typeof value === 'string' ? cut(value, MAX_CHARACTERS) : value]),
      ) as Params);
}
