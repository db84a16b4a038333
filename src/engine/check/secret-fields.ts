/** Which parts of an endpoint's config are secret: as its kind's form says. */
import type { FormField } from '../../contract/descriptor.ts';
import { SECRET_SET } from '../../contract/model/secret.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Json } from '../../contract/model/units.ts';

/** What a kind tells of its secrets. */
export interface SecretForm {
  readonly form: readonly FormField[];
}

/** A secret as it is stored. */
export interface Sealed {
  /** What a host's `Secrets.seal` gave. */
  readonly $sealed: string;
  readonly [key: string]: Json | undefined;
}

export function isSealed(value: unknown): value is Sealed {
  return isRecord(value) && typeof value['$sealed'] === 'string';
}

/** Where a secret stands: a field, or a name within a field of pairs. */
export type SecretPath = readonly [field: string] | readonly [field: string, name: string];

type Fields = Readonly<Record<string, unknown>>;

/**
 * The same config with something else at each place for a secret that is filled. What a page or a file gave may have any
 * shape there. A config without secrets comes back as it is.
 */
export function mapSecrets<Config extends Fields>(
  { form }: SecretForm,
  config: Config,
  change: (value: unknown, path: SecretPath) => unknown,
): Config {
  const changed: Record<string, unknown> = {};
  for (const field of form) {
    const value = config[field.name];
    if (field.secret === true) {
      if (isFilled(value)) changed[field.name] = change(value, [field.name]);
    } else if (field.secretNames !== undefined && isRecord(value)) {
      const isSecret = patternOf(field.secretNames);
      const pairs = Object.entries(value).filter(([name, one]) => isSecret.test(name) && isFilled(one));
      if (pairs.length === 0) continue;
      const others = pairs.map(([name, one]) => [name, change(one, [field.name, name])] as const);
      changed[field.name] = { ...value, ...Object.fromEntries(others) };
    }
  }
  return Object.keys(changed).length === 0 ? config : { ...config, ...changed };
}

/** For pages: where a secret was, only that it is set. */
export function maskSecrets(kind: SecretForm, config: EndpointConfig): EndpointConfig {
  return mapSecrets(kind, config, () => SECRET_SET);
}

/** Whether what stands at a path may tell a secret: it is one, or it holds some and is not what it should be. */
export function isSecretPlace({ form }: SecretForm, path: readonly PropertyKey[]): boolean {
  const [name, key] = path;
  const field = form.find((candidate) => candidate.name === name);
  if (field === undefined) return false;
  if (field.secret === true) return true;
  if (field.secretNames === undefined) return false;
  return typeof key !== 'string' || patternOf(field.secretNames).test(key);
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

/** An empty field is not a secret, and shown as what it is. */
function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
