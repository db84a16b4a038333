/** The contract's types as JSON Schemas: the answers to requests, the pushes, and the types that they refer to. */
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

export type Schema = Readonly<Record<string, unknown>>;

export interface ContractSchemas {
  readonly answers: Readonly<Record<string, Schema>>;
  /** The schemas by the name of the type. */
  readonly definitions: Readonly<Record<string, Schema>>;
}

const CHANNELS = new URL('../../src/contract/channels/', import.meta.url);
const TSCONFIG = fileURLToPath(new URL('../../tsconfig.node.json', import.meta.url));

/** @param prefix before the name of a type in a reference, such as `#/$defs/` */
export function contractSchemas(prefix: string): ContractSchemas {
  const { Requests: requests, ...types } = definitionsOf('index.ts', 'Requests', prefix);
  const channels = Object.entries((requests?.['properties'] ?? {}) as Record<string, Schema>);
  const answers = channels.map(([channel, { properties }]) => {
    return [channel, (properties as Record<string, Schema>)['answer']] as const;
  });
  return {
    answers: Object.fromEntries(answers.flatMap(([channel, answer]) => (answer ? [[channel, answer]] : []))),
    definitions: types,
  };
}

/** The types that a type in a file of the contract's channels needs, and itself. */
export function definitionsOf(file: string, type: string, prefix: string): Record<string, Schema> {
  const { definitions = {} } = createGenerator({
    path: fileURLToPath(new URL(file, CHANNELS)),
    tsconfig: TSCONFIG,
    type,
    skipTypeCheck: true,
    // Later versions may add fields to answers.
    additionalProperties: true,
  }).createSchema(type);
  return Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [componentName(name), renamed(schema, prefix) as Schema]),
  );
}

/** Names of components have no brackets (OpenAPI 3.1, 4.8.7.1): `Partial<Settings>`. */
function componentName(name: string): string {
  return name.replaceAll(/[^\w.-]+/gu, '_').replaceAll(/^_|_$/gu, '');
}

/** The schema with renamed references. */
function renamed(node: unknown, prefix: string): unknown {
  if (Array.isArray(node)) return node.map((part) => renamed(part, prefix));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key !== '$ref' || typeof value !== 'string') return [key, renamed(value, prefix)];
      return [key, prefix + componentName(decodeURIComponent(value.replace('#/definitions/', '')))];
    }),
  );
}
