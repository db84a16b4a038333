/** Writes endpoints as lookout.yaml: secrets as names of environment variables, never as values. */
import { stringify } from 'yaml';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import { mapSecrets, type SecretForm } from '../check/secret-fields.ts';
import { mapTexts, replaceVariables, variable, variablesIn } from './variables.ts';

export interface WrittenConfig {
  /** The entries as in the file. */
  readonly endpoints: readonly EndpointInput[];
  /** The environment variables that stand for secrets, with the endpoint and the field that need them. */
  readonly secrets: readonly SecretVariable[];
}

export interface SecretVariable {
  readonly name: string;
  readonly endpoint: string;
  /** Such as `password` or `headers.Authorization`. */
  readonly field: string;
}

/**
 * @param entries each with a name; texts may have marks of variables
 * @param taken names of variables that are used elsewhere in the file
 */
export function toConfigEntries(
  entries: readonly EndpointInput[],
  kinds: readonly (SecretForm & { readonly kind: string })[],
  taken: Set<string> = new Set(),
): WrittenConfig {
  const secrets: SecretVariable[] = [];
  const endpoints = entries.map((entry) => {
    const kind = kinds.find((one) => one.kind === entry.kind);
    const name = typeof entry['name'] === 'string' ? entry['name'] : entry.kind;
    const marked =
      kind === undefined
        ? entry
        : mapSecrets(kind, entry, (value, path) => {
            // The file had a reference to the environment.
            if (typeof value === 'string' && variablesIn(value).length > 0) return value;
            const variableName = freeVariable([name, ...path], taken);
            secrets.push({ name: variableName, endpoint: name, field: path.join('.') });
            return variable(variableName);
          });
    return withReferences(inOrder(marked));
  });
  return { endpoints, secrets };
}

/** The kind and the name first, as people write them. */
function inOrder({ kind, name, ...rest }: EndpointInput): EndpointInput {
  return { kind, ...(name === undefined ? {} : { name }), ...rest };
}

/** Writes marks as `${NAME}`, and other `${` so that they are read as they are. */
export function withReferences<Value extends EndpointInput>(value: Value): Value {
  const escaped = mapTexts(value, (text) => text.replaceAll('${', () => '$${'));
  return replaceVariables(escaped, (name) => `\${${name}}`);
}

/** The text of a file with these lists, without those that are empty. */
export function configText(lists: Readonly<Record<string, readonly unknown[]>>): string {
  const filled = Object.entries(lists).filter(([name, list]) => name === 'endpoints' || list.length > 0);
  return stringify(Object.fromEntries(filled), { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

function freeVariable(parts: readonly string[], taken: Set<string>): string {
  const words = parts
    .join('_')
    .normalize('NFKD')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_')
    .replaceAll(/[^A-Za-z0-9]+/gu, '_')
    .replaceAll(/^_+|_+$/gu, '')
    .toUpperCase()
    .slice(0, 80);
  const base = /^[A-Z]/u.test(words) ? words : `SECRET_${words}`;
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
  taken.add(name);
  return name;
}
