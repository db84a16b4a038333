/** Compares the answers of a DNS server with those that an endpoint expects. */
import type { DnsRecord } from './message.ts';
import type { RecordTypeName } from './record-types.ts';
import { ipVersion } from '../../net/address/ip-version.ts';

/**
 * `exact`: the answers are the expected ones and no others. `contains`: all expected ones are among the answers. `every`:
 * each answer is an expected one. `some`: at least one answer is an expected one. The order never matters.
 */
export const MATCHES = ['exact', 'contains', 'every', 'some'] as const;
export type Match = (typeof MATCHES)[number];

export interface Mismatch {
  readonly reason: Match;
  /** Expected answers that are missing. */
  readonly missing: readonly string[];
  /** Answers that are not expected. */
  readonly unexpected: readonly string[];
}

/** @returns null when the answers match */
export function compareAnswers(
  answers: readonly DnsRecord[],
  expected: readonly string[],
  match: Match,
  type: RecordTypeName,
): Mismatch | null {
  const forms = answers.map(
    ({ text, forms: others }) => new Set([text, ...others].map((form) => normalize(form, type))),
  );
  const wanted = expected.map((text) => normalize(text, type));
  const missing = expected.filter((_, index) => forms.every((form) => !form.has(wanted[index] ?? '')));
  const unexpected = answers.filter((_, index) => wanted.every((text) => forms[index]?.has(text) !== true));
  const mismatch = { reason: match, missing, unexpected: unexpected.map(({ text }) => text) };
  const isMatch = {
    exact: missing.length === 0 && unexpected.length === 0,
    contains: missing.length === 0,
    every: unexpected.length === 0,
    some: missing.length < expected.length,
  }[match];
  return isMatch ? null : mismatch;
}

/**
 * Removes differences that do not matter: the case of names, a dot at their end, spaces, and the notation of IPv6
 * addresses.
 */
function normalize(text: string, type: RecordTypeName): string {
  const trimmed = text.trim();
  if (type === 'TXT') return trimmed.replace(/^"(.*)"$/su, '$1');
  if (type === 'AAAA' && ipVersion(trimmed) === 6 && URL.canParse(`http://[${trimmed}]`)) {
    return new URL(`http://[${trimmed}]`).hostname.slice(1, -1);
  }
  if (type === 'DNSKEY') return trimmed.replaceAll(/\s+/gu, ' ');
  return trimmed
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .replace(/(?<=[^.\s])\.(?=:\d+$|$)/u, '');
}
