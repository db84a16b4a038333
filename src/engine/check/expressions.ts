/** Loads the libraries for conditions and regular expressions before endpoints that use them are read. */
import { loadLibraries } from '../conditions/libraries.ts';
import { commonFields } from './common-fields.ts';
import type { CheckKind } from './kind.ts';
import { findKind } from './registry.ts';

const common = namesOf(commonFields());
const own = new WeakMap<CheckKind, readonly string[]>();

/** Loads them if a field of one of the inputs has expressions, which `parseEndpoint` then checks in full. */
export async function loadLibrariesFor(inputs: readonly object[], kinds: readonly CheckKind[]): Promise<void> {
  if (inputs.some((input) => hasExpressions(input, kinds))) await loadLibraries();
}

function hasExpressions(input: object, kinds: readonly CheckKind[]): boolean {
  const given = new Map<string, unknown>(Object.entries(input));
  const kind = findKind(String(given.get('kind')), kinds);
  const names = kind === undefined ? common : [...common, ...ownNames(kind)];
  return names.some((name) => {
    const value = given.get(name);
    return (typeof value === 'string' || Array.isArray(value)) && value.length > 0;
  });
}

function ownNames(kind: CheckKind): readonly string[] {
  let names = own.get(kind);
  if (names === undefined) {
    names = namesOf(kind.form);
    own.set(kind, names);
  }
  return names;
}

function namesOf(form: CheckKind['form']): readonly string[] {
  return form.filter(({ expressions }) => expressions === true).map(({ name }) => name);
}
