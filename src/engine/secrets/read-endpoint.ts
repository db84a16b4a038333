/** Reading endpoints whose secrets are not all there in clear: from a page that never saw them, and from the store. */
import type { Issue } from '../../contract/errors.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { isSecretSet } from '../../contract/model/secret.ts';
import { formatPath } from '../base/issues.ts';
import type { CheckKind } from '../check/kind.ts';
import { findKind, parseEndpoint, type ParsedEndpoint } from '../check/registry.ts';
import { isSealed, mapSecrets, type SecretPath } from '../check/secret-fields.ts';

/** Stands for a sealed secret while the rest is read; every secret field accepts it (`kind-suite.test.ts`). */
export const STAND_IN = 'sealed';

/**
 * Reads what a page gave. Each `SECRET_SET` becomes the secret at the same place of `stored`; names of pairs are compared
 * without case, as those of headers are.
 * @param stored the config whose secrets may be kept, as it is stored; null: none
 * @returns each secret sealed as it was stored, or in clear as it was given
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
    missing.push({ path: place, message: `Expected ${place} to be entered, because there is none stored to keep` });
    return STAND_IN;
  });
  if (missing.length === 0) return parsed;
  return { ok: false, issues: parsed.ok ? missing : [...parsed.issues, ...missing] };
}

/** Reads an endpoint as it is stored: with its secrets sealed, or in clear as Lookout once kept them. */
export function readStoredEndpoint(config: EndpointConfig, kinds: readonly CheckKind[]): ParsedEndpoint {
  return readAround(config, kinds, (value) => (isSealed(value) ? value : null));
}

/** @param lift what is kept aside while the rest is read; null: the value is read with the rest */
function readAround(
  input: unknown,
  kinds: readonly CheckKind[],
  lift: (value: unknown, path: SecretPath) => unknown,
): ParsedEndpoint {
  const kind = kindOf(input, kinds);
  if (kind === undefined) return parseEndpoint(input, kinds);
  const lifted = new Map<string, unknown>();
  const given = mapSecrets(kind, { ...(input as object) }, (value, path) => {
    const aside = lift(value, path);
    if (aside === null) return value;
    lifted.set(formatPath(path), aside);
    return STAND_IN;
  });
  const parsed = parseEndpoint(given, kinds);
  if (!parsed.ok || lifted.size === 0) return parsed;
  const config = mapSecrets(kind, parsed.config, (value, path) => lifted.get(formatPath(path)) ?? value);
  return { ...parsed, config };
}

function kindOf(input: unknown, kinds: readonly CheckKind[]): CheckKind | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input) || !('kind' in input)) return undefined;
  return typeof input.kind === 'string' ? findKind(input.kind, kinds) : undefined;
}

function keyOf(path: SecretPath): string {
  return formatPath(path).toLowerCase();
}
