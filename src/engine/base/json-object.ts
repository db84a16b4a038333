import { isRecord } from '../../shared/is-record.ts';

/** @returns the JSON object that a text is; null: it is not JSON, or another value, such as a list */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a text is a JSON object. */
export function isJsonObject(text: string): boolean {
  return parseJsonObject(text) !== null;
}
