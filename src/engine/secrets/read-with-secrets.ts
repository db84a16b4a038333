/**
 * Reads configs whose secrets are not all in clear, because they come from a page, which never sees them, or from the
 * store.
 */
import type { Issue } from '../../contract/model/issue.ts';
import { isSecretSet } from '../../contract/model/secret.ts';
import { formatPath, issueOf } from '../base/issues.ts';
import { isSealed, mapSecrets, STAND_IN, type SecretForm, type SecretPath } from '../check/secret-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The result of reading a config. */
export type ReadConfig<Config> =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly issues: Issue[] };

/** A kind of endpoint or channel: it says which fields are secret. */
export interface NamedForm extends SecretForm {
  readonly kind: string;
}

/**
 * Reads the input of a page. Replaces each `SECRET_SET` by the secret at the same place in `stored`. The names of pairs
 * are compared case-insensitively, like header names.
 * @param stored the stored config of the same kind whose secrets may be kept; null: none
 * @param read reads a config in which each secret that is not in clear is `STAND_IN`
 * @returns the config in which each secret is either sealed, as stored, or in clear, as given
 */
export function readKeepingSecrets<Config extends Fields, Read extends ReadConfig<Config>>(
  input: Fields,
  kind: NamedForm,
  stored: Fields | null,
  read: (given: Fields) => Read,
): Read | { readonly ok: false; readonly issues: Issue[] } {
  const kept = new Map<string, unknown>();
  if (stored !== null) {
    mapSecrets(kind, stored, (value, path) => {
      kept.set(keyOf(path), value);
      return value;
    });
  }
  const missing: Issue[] = [];
  const result = readAround<Config, Read>(input, kind, read, (value, path) => {
    if (!isSecretSet(value)) return null;
    const secret = kept.get(keyOf(path));
    if (secret !== undefined) return secret;
    missing.push(issueOf('secretNotStored', formatPath(path), {}, { kind: kind.kind }));
    return STAND_IN;
  });
  if (missing.length === 0) return result;
  return { ok: false, issues: result.ok ? missing : [...result.issues, ...missing] };
}

/** Reads a stored config. Its secrets are sealed, or in clear as older versions stored them. */
export function readSealed<Config extends Fields, Read extends ReadConfig<Config>>(
  config: Fields,
  kind: NamedForm,
  read: (given: Fields) => Read,
): Read {
  return readAround<Config, Read>(config, kind, read, (value) => (isSealed(value) ? value : null));
}

/** @param setAside returns the value to set aside while the other fields are read; null: read the value with them */
function readAround<Config extends Fields, Read extends ReadConfig<Config>>(
  input: Fields,
  kind: NamedForm,
  read: (given: Fields) => Read,
  setAside: (value: unknown, path: SecretPath) => unknown,
): Read {
  const valuesAside = new Map<string, unknown>();
  const given = mapSecrets(kind, { ...input }, (value, path) => {
    const aside = setAside(value, path);
    if (aside === null) return value;
    valuesAside.set(formatPath(path), aside);
    return STAND_IN;
  });
  const result = read(given);
  if (!result.ok || valuesAside.size === 0) return result;
  const config = mapSecrets(kind, result.config, (value, path) => valuesAside.get(formatPath(path)) ?? value);
  return { ...result, config };
}

function keyOf(path: SecretPath): string {
  return formatPath(path).toLowerCase();
}
