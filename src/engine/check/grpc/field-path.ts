/** Paths into a JSON value, such as `order.items[0].id`. */
import type { Json } from '../../../contract/model/units.ts';

const PATH = /^[^.[\]\s]+(?:\[\d{1,9}\])*(?:\.[^.[\]\s]+(?:\[\d{1,9}\])*)*$/u;
const STEP = /[^.[\]]+/gu;

/** @returns the names and indexes of a path; null: it is not a path */
export function parseFieldPath(path: string): readonly string[] | null {
  return PATH.test(path) ? (path.match(STEP) ?? []) : null;
}

/** @returns undefined when the value has nothing there */
export function valueAtPath(value: Json, path: readonly string[]): Json | undefined {
  let current: Json | undefined = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    if (!Object.hasOwn(current, step)) return undefined;
    current = (current as Readonly<Record<string, Json>>)[step];
  }
  return current;
}
