/**
 * Compares imported endpoints with existing ones, so that importing again updates them instead of adding duplicates.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ImportState } from '../../contract/channels/imports.ts';
import type { Endpoint, EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import type { ParsedEndpoint } from '../check/parse-endpoint.ts';
import type { ImportedEndpoint } from './importer.ts';

export interface MergeOptions {
  /** Reads an entry with all defaults. */
  readonly parse: (input: EndpointInput) => ParsedEndpoint;
  /** With secrets in clear, so that a changed secret is noticed. */
  readonly existing: readonly Pick<Endpoint, 'id' | 'config' | 'target'>[];
}

export interface MergedEndpoint {
  readonly imported: ImportedEndpoint;
  readonly kind: string;
  readonly target: string;
  readonly state: ImportState;
  /** The endpoint that exists; null: there is none. */
  readonly id: string | null;
  /** The names of the fields that the import would change. */
  readonly changes: readonly string[];
  /** The config to store. */
  readonly input: EndpointInput;
}

type Existing = MergeOptions['existing'][number];

/** Fields that do not matter for the check. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['sourceId']);

export function createMerge({ parse, existing }: MergeOptions): (imported: ImportedEndpoint) => MergedEndpoint {
  const bySource = Map.groupBy(existing, ({ config }) => config.sourceId ?? '');
  const byTarget = new Map(existing.map((endpoint) => [keyOf(endpoint.config.kind, endpoint.target), endpoint]));
  const taken = new Set<string>();

  /**
   * The endpoint that an earlier import made. Two installations of a tool count their ids alike, so the name or the target
   * must be the same as well.
   */
  function earlier(imported: ImportedEndpoint, target: string): Existing | undefined {
    const own = imported.entry['sourceId'];
    const sourceId = typeof own === 'string' && own !== '' ? own : imported.sourceId;
    return (bySource.get(sourceId) ?? []).find(
      ({ id, config, target: current }) => !taken.has(id) && (config.name === imported.name || current === target),
    );
  }

  return (imported) => {
    const parsed = parse(imported.entry);
    // Imported entries have been checked.
    if (!parsed.ok) throw new TypeError(parsed.issues[0]?.code);
    const { config, target } = parsed;
    const common = { imported, kind: config.kind, target };
    const before = earlier(imported, target);
    if (before !== undefined) {
      taken.add(before.id);
      const input = updated(before.config, imported.entry, config.kind);
      const changes = differences(before.config, input, parse);
      return { ...common, id: before.id, input, changes, state: changes.length === 0 ? 'same' : 'changed' };
    }
    const other = byTarget.get(keyOf(config.kind, target));
    const state = other === undefined ? 'new' : 'exists';
    return { ...common, id: other?.id ?? null, input: imported.entry, changes: [], state };
  };
}

/** Fields from the file replace the existing ones; fields that only a person has set stay. */
function updated(before: EndpointConfig, entry: EndpointInput, kind: string): EndpointInput {
  return before.kind === kind ? { ...before, ...entry } : entry;
}

function differences(before: EndpointConfig, input: EndpointInput, parse: MergeOptions['parse']): string[] {
  const after = parse(input);
  if (!after.ok) throw new TypeError(after.issues[0]?.code);
  const names = new Set([...Object.keys(before), ...Object.keys(after.config)]);
  return [...names].filter((name) => !NOT_COMPARED.has(name) && !isDeepStrictEqual(before[name], after.config[name]));
}

const keyOf = (kind: string, target: string): string => `${kind} ${target}`;
