import { isRecord } from '../../shared/is-record.ts';
import type { Log } from '../ports.ts';
import type { StoredDocument } from './store.ts';

/**
 * Parses a stored document, which is a JSON object.
 * @returns undefined: it is damaged, and this is logged. One damaged document must not keep Lookout from starting.
 */
export function parseDocument(
  { collection, id, json }: StoredDocument,
  log: Log,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const data = JSON.parse(json) as unknown;
    if (isRecord(data)) return data;
    log('error', 'A stored document is not an object', { collection, id });
  } catch (error) {
    log('error', 'A stored document cannot be read', { collection, id, error });
  }
  return undefined;
}
