/** Turns YAML documents into plain data, within limits. */
import { isScalar, visit, type Document, type Node } from 'yaml';
import { CONFIG_FILE_BYTES } from '../../contract/channels/imports.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import { expandedSize } from './expanded-size.ts';

/** The most levels of lists and maps in a file. The formats of Lookout and of other tools have fewer than twenty. */
export const MAX_DEPTH = 100;

export type PlainData =
  | { readonly value: unknown; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: Issue };

/** The keys that occur more than once in a map. */
export function repeatedKeys(document: Document.Parsed): Node[] {
  const repeated: Node[] = [];
  visit(document, {
    Map(_, map) {
      const keys = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (keys.has(key.value)) repeated.push(key);
        keys.add(key.value);
      }
    },
  });
  return repeated;
}

/** The document with every alias replaced. A few lines of aliases of aliases can stand for gigabytes, so the size is limited. */
export function toPlain(document: Document.Parsed): PlainData {
  const size = expandedSize(document);
  // Without aliases, the text of such a file would be too large itself.
  if (size > CONFIG_FILE_BYTES) {
    return { problem: issueOf('yaml.aliasesTooLarge', '', { maxBytes: CONFIG_FILE_BYTES, foundBytes: size }) };
  }
  try {
    // yaml's own limit also refuses many aliases of one text.
    const value = document.toJS({ maxAliasCount: -1 }) as unknown;
    if (isCircular(value)) return { problem: issueOf('yaml.circular', '', {}) };
    return { value };
  } catch (error) {
    // yaml throws this for an alias without its anchor.
    if (error instanceof ReferenceError)
      return { problem: issueOf('yaml.aliasUnknown', '', { problem: error.message }) };
    throw error;
  }
}

/** Only aliases can create cycles. */
function isCircular(value: unknown, within: Set<unknown> = new Set()): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (within.has(value)) return true;
  within.add(value);
  const circular = Object.values(value).some((part) => isCircular(part, within));
  within.delete(value);
  return circular;
}

/** Whether lists and maps are nested more deeply than `MAX_DEPTH`. Takes no stack, so any depth can be measured. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    // A value that several aliases refer to is looked at once per level.
    const below = new Set<unknown>();
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue;
      for (const part of Object.values(one)) if (typeof part === 'object' && part !== null) below.add(part);
    }
    level = [...below];
  }
  return false;
}
