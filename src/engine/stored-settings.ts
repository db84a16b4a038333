import type { Settings } from '../contract/model.ts';
import { settingsSchema } from './requests/schemas.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/**
 * What the store kept over the defaults; each setting that is not valid (a damaged file, a newer Lookout) is left out, so
 * that it cannot stop the checks.
 * @returns also the names of those that were left out; settings that this version does not know are not among them
 */
export function readSettings(stored: Readonly<Record<string, unknown>>): {
  readonly settings: Settings;
  readonly damaged: readonly string[];
} {
  const damaged: string[] = [];
  const valid: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    if (!Object.hasOwn(stored, name)) continue;
    const read = schema.safeParse(stored[name]);
    if (read.success) valid[name] = read.data;
    else damaged.push(name);
  }
  return { settings: { ...DEFAULT_SETTINGS, ...valid }, damaged };
}
