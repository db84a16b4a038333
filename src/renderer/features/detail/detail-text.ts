/** Details of a check that no part of the page knows by name, as text. Pure. */
import type { CheckDetails } from '../../../contract/model.ts';

/** Shown by the page in words of their own. */
const KNOWN: ReadonlySet<string> = new Set([
  'remoteAddress',
  'tls',
  'status',
  'httpVersion',
  'bytes',
  'truncated',
  'redirects',
  'snippet',
] satisfies (keyof CheckDetails)[]);

/** What a kind added beside the known details, in its order: `['recordCount', '3']` becomes `['Record count', '3']`. */
export function otherDetails(details: CheckDetails): readonly (readonly [label: string, value: string])[] {
  return Object.entries(details).flatMap(([key, value]) =>
    KNOWN.has(key) || value === undefined || value === null ? [] : [[labelOf(key), textOf(value)] as const],
  );
}

function labelOf(key: string): string {
  const words = key
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  return JSON.stringify(value) ?? '';
}
