/** Which parts of an endpoint's config are secret, according to its kind's form. */
import type { FormField } from '../../contract/descriptor.ts';
import { SECRET_SET } from '../../contract/model/secret.ts';
import type { Json } from '../../contract/model/units.ts';
import { isRecord } from '../../shared/is-record.ts';

/** Replaces a sealed secret while the other fields are read. Every secret field accepts it (`kind-suite.test.ts`). */
export const STAND_IN = 'sealed';

/** The part of a kind that says which fields are secret. */
export interface SecretForm {
  readonly form: readonly FormField[];
}

/** A secret in its stored form. */
export interface Sealed {
  /** The result of a host's `Secrets.seal`. */
  readonly $sealed: string;
  readonly [key: string]: Json | undefined;
}

export function isSealed(value: unknown): value is Sealed {
  return isRecord(value) && typeof value['$sealed'] === 'string';
}

/** The place of a secret: a field, or a name within a field of pairs. */
export type SecretPath = readonly [field: string] | readonly [field: string, name: string];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Replaces each secret that is set. The values may have any shape, because they may come from a page or a file. Returns
 * the same object if the config contains no secrets.
 */
export function mapSecrets<Config extends Fields>(
  { form }: SecretForm,
  config: Config,
  change: (value: unknown, path: SecretPath) => unknown,
): Config {
  let changed: Record<string, unknown> | null = null;
  // Each check asks several times, and most endpoints have no secrets. A closure in this loop would cost kilobytes.
  for (const field of form) {
    const value = config[field.name];
    if (field.secret === true) {
      if (isFilled(value)) (changed ??= {})[field.name] = change(value, [field.name]);
    } else if (field.secretNames !== undefined && isRecord(value)) {
      const pairs = mapSecretPairs(field, { config, value }, change);
      if (pairs !== value) (changed ??= {})[field.name] = pairs;
    }
  }
  return changed === null ? config : { ...config, ...changed };
}

/** `mapSecrets` for a field of pairs. @returns the same value if none of them is secret */
function mapSecretPairs(
  field: FormField,
  { config, value }: { readonly config: Fields; readonly value: Fields },
  change: (value: unknown, path: SecretPath) => unknown,
): Fields {
  const pairs = Object.entries(value);
  if (pairs.length === 0) return value;
  const isSecret = secretNamesOf(field, config);
  const secrets = pairs.filter(([name, one]) => isSecret(name) && isFilled(one));
  if (secrets.length === 0) return value;
  const others = secrets.map(([name, one]) => [name, change(one, [field.name, name])] as const);
  return { ...value, ...Object.fromEntries(others) };
}

/** The secrets in a config, as texts. */
export function secretsOf(kind: SecretForm, config: Fields): readonly string[] {
  const values: string[] = [];
  mapSecrets(kind, config, (value) => {
    if (typeof value === 'string') values.push(value);
    return value;
  });
  return values;
}

/** Replaces each secret by the mark that it is set, for pages. */
export function maskSecrets<Config extends Fields>(kind: SecretForm, config: Config): Config {
  return mapSecrets(kind, config, () => SECRET_SET);
}

/**
 * Whether the value at a path of a config may reveal a secret: it is one, or it should contain some but has the wrong shape.
 */
export function isSecretPlace({ form }: SecretForm, config: Fields, path: readonly PropertyKey[]): boolean {
  const [name, key] = path;
  const field = form.find((candidate) => candidate.name === name);
  if (field === undefined) return false;
  if (field.secret === true) return true;
  if (field.secretNames === undefined) return false;
  return typeof key !== 'string' || secretNamesOf(field, config)(key);
}

/** Decides which names of a pairs field are secret. The list of names may have any shape, like the whole config. */
function secretNamesOf({ secretNames, secretList }: FormField, config: Fields): (name: string) => boolean {
  const pattern = secretNames === undefined ? null : patternOf(secretNames);
  const listed = secretList === undefined ? undefined : config[secretList];
  const marked = new Set(Array.isArray(listed) ? listed.map((name) => String(name).toLowerCase()) : []);
  return (name) => pattern?.test(name) === true || marked.has(name.toLowerCase());
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = new RegExp(source, 'iu');
    patterns.set(source, pattern);
  }
  return pattern;
}

/** An empty field is not a secret and is shown as it is. */
function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
