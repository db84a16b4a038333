/**
 * Reads endpoints whose secrets are not all in clear, because they come from a page, which never sees them, or from the
 * store.
 */
import type { Issue } from '../../contract/model/issue.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { isSecretSet } from '../../contract/model/secret.ts';
import { formatPath, issueOf } from '../base/issues.ts';
import type { CheckKind } from '../check/kind.ts';
import { findKind, parseEndpoint, type ParsedEndpoint } from '../check/registry.ts';
import { isSealed, mapSecrets, STAND_IN, type SecretPath } from '../check/secret-fields.ts';

/**
 * Reads the input of a page. Replaces each `SECRET_SET` by the secret at the same place in `stored`. The names of pairs
 * are compared case-insensitively, like header names.
 * @param stored the stored config whose secrets may be kept; null: none
 * @returns the config in which each secret is either sealed, as stored, or in clear, as given
 */
export function readEndpoint(
  input: unknown,
  kinds: readonly CheckKind[],
  stored: EndpointConfig | null,
): ParsedEndpoint {
  const kind = kindOf(input, kinds);
  const kept = new Map<string, unknown>();
  if (kind !== undefined && stored?.kind === kind.kind) {
    mapSecrets(kind, stored, (value, path) => {
      kept.set(keyOf(path), value);
      return value;
    });
  }
  const missing: Issue[] = [];
  const parsed = readAround(input, kinds, (value, path) => {
    if (!isSecretSet(value)) return null;
    const secret = kept.get(keyOf(path));
    if (secret !== undefined) return secret;
    const place = formatPath(path);
    missing.push(issueOf('secretNotStored', place, {}, { kind: kind?.kind }));
    return STAND_IN;
  });
  if (missing.length === 0) return parsed;
  return { ok: false, issues: parsed.ok ? missing : [...parsed.issues, ...missing] };
}

/** Reads a stored endpoint. Its secrets are sealed, or in clear as older versions stored them. */
export function readStoredEndpoint(config: EndpointConfig, kinds: readonly CheckKind[]): ParsedEndpoint {
  return readAround(config, kinds, (value) => (isSealed(value) ? value : null));
}

/** @param setAside returns the value to set aside while the other fields are read; null: read the value with them */
function readAround(
  input: unknown,
  kinds: readonly CheckKind[],
  setAside: (value: unknown, path: SecretPath) => unknown,
): ParsedEndpoint {
  const kind = kindOf(input, kinds);
  if (kind === undefined) return parseEndpoint(input, kinds);
  const valuesAside = new Map<string, unknown>();
  const given = mapSecrets(kind, { ...(input as object) }, (value, path) => {
    const aside = setAside(value, path);
    if (aside === null) return value;
    valuesAside.set(formatPath(path), aside);
    return STAND_IN;
  });
  const parsed = parseEndpoint(given, kinds);
  if (!parsed.ok || valuesAside.size === 0) return parsed;
  const config = mapSecrets(kind, parsed.config, (value, path) => valuesAside.get(formatPath(path)) ?? value);
  return { ...parsed, config };
}

function kindOf(input: unknown, kinds: readonly CheckKind[]): CheckKind | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input) || !('kind' in input)) return undefined;
  return typeof input.kind === 'string' ? findKind(input.kind, kinds) : undefined;
}

function keyOf(path: SecretPath): string {
  return formatPath(path).toLowerCase();
}
