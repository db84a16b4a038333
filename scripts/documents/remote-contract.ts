/** `src/engine/remote/contract.json`: the answers and pushes of a remote Lookout, as JSON Schemas. */
import { contractSchemas, definitionsOf, type Schema } from './contract-schemas.ts';

const PREFIX = '#/$defs/';

/**
 * @param channels the requests that are sent to a remote Lookout
 * @throws Error when an answer is missing in the contract
 */
export function remoteContract(channels: readonly string[]): object {
  const { answers, definitions } = contractSchemas(PREFIX);
  const all = { ...definitions, ...definitionsOf('snapshot.ts', 'Push', PREFIX) };
  const wanted = channels.map((channel) => {
    const answer = answers[channel];
    if (answer === undefined) throw new Error(`The contract declares no answer for ${channel}`);
    return [channel, bare(answer) as Schema] as const;
  });
  const roots = [...wanted.map(([, schema]) => schema), { $ref: `${PREFIX}Push` }];
  return { answers: Object.fromEntries(wanted), $defs: reachable(roots, all) };
}

/** Removes descriptions, which are not needed there. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) =>
      key === 'description' && typeof value === 'string' ? [] : [[key, bare(value)]],
    ),
  );
}

/** The definitions that schemas refer to, by name. */
function reachable(roots: readonly unknown[], all: Readonly<Record<string, Schema>>): Record<string, unknown> {
  const found = new Map<string, unknown>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key !== '$ref' || typeof value !== 'string') {
        visit(value);
        continue;
      }
      const name = value.slice(PREFIX.length);
      if (found.has(name)) continue;
      const definition = bare(all[name]);
      found.set(name, definition);
      visit(definition);
    }
  };
  visit(roots);
  return Object.fromEntries([...found].toSorted(([a], [b]) => a.localeCompare(b)));
}
