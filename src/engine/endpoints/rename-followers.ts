/** Updates or protects the endpoints that refer to others when these are renamed or removed. */
import { RequestError } from '../base/request-error.ts';
import type { CommandParts } from './command-parts.ts';
import { nodeOf, refuseReferences, type Node } from './members.ts';
import type { Monitor } from './monitor.ts';
import { configAfter, NameChanges, type NameChange } from './name-changes.ts';
import { parentsIn } from './parents.ts';
import { readStored, type Entry, type PathOf } from './read-endpoints.ts';

/** A watched endpoint and its new config. */
export interface Change {
  readonly monitor: Monitor;
  readonly entry: Entry;
}

/**
 * Refuses references that the changed endpoints may not have. References that an endpoint has already stay.
 * @param others all endpoints that do not change
 * @throws RequestError `invalid`
 */
export function refuseNewReferences(
  changed: readonly Node[],
  others: readonly Monitor[],
  pathOf: PathOf,
  { registry }: Pick<CommandParts, 'registry'>,
): void {
  refuseReferences(changed, others.map(nodeOf), pathOf, (id) => {
    const monitor = registry.find(id);
    return monitor === undefined ? [] : parentsIn(monitor.endpoint.config);
  });
}

/**
 * The updates, together with updates of the endpoints that refer by name to a renamed one: as their parent, as a member of a group or
 * as a part of a journey.
 * @param source of the endpoints that change
 * @param parts.monitors all endpoints, without those that are removed at the same time
 * @throws RequestError `endpointInUse` when one of them is in lookout.yaml, which Lookout never changes
 */
export function withFollowers(
  changes: readonly Change[],
  source: 'hand' | 'file',
  { kinds, monitors }: Pick<CommandParts, 'kinds'> & { readonly monitors: Iterable<Monitor> },
): readonly Change[] {
  const entries = new Map(changes.map(({ monitor, entry }) => [monitor, entry]));
  const all = [...monitors];
  const names = namesAfter(changes, all);
  if (!names.some) return changes;
  const unchanged = all.filter((monitor) => !entries.has(monitor));
  if (source === 'hand') {
    const inFile = unchanged.filter(({ endpoint }) => endpoint.source === 'file');
    refuseIfAny(inFile.filter(({ kind, stored: { config } }) => configAfter({ kind, config }, names) !== null));
  }
  const followers = unchanged
    .filter(({ endpoint }) => endpoint.source === 'hand')
    .flatMap((monitor): readonly Change[] => {
      const { kind, stored } = monitor;
      const config = configAfter({ kind, config: stored.config }, names);
      if (config === null) return [];
      const read = readStored({ config }, kinds);
      return read.ok ? [{ monitor, entry: read.entry }] : [];
    });
  return [...changes, ...followers];
}

/** How the changes affect the names of endpoints. @param monitors as for `withFollowers` */
export function namesAfter(changes: readonly Change[], monitors: Iterable<Monitor>): NameChanges {
  const renamed = new Map(changes.map(({ monitor, entry }) => [monitor, entry.config.name]));
  const isRenamed = changes.some(({ monitor, entry }) => monitor.stored.config.name !== entry.config.name);
  return new NameChanges(
    (isRenamed ? [...monitors] : []).map((monitor): NameChange => {
      const { name, kind } = monitor.stored.config;
      return { kind, before: name, after: renamed.get(monitor) ?? name };
    }),
  );
}

/**
 * Refuses to remove endpoints on which lookout.yaml depends. Endpoints that people added keep their references to removed
 * ones, which work again when these are restored.
 * @throws RequestError `endpointInUse` when an endpoint of lookout.yaml depends on one of them by name
 */
export function refuseToRemoveNeeded(removed: readonly Monitor[], monitors: Iterable<Monitor>): void {
  const gone = new Set(removed);
  const left = [...monitors].filter((monitor) => !gone.has(monitor));
  const namesLeft = new Set(left.map(({ endpoint }) => endpoint.config.name));
  const namesGone = new Set(removed.map(({ endpoint }) => endpoint.config.name).filter((name) => !namesLeft.has(name)));
  refuseIfAny(
    left.filter(
      ({ endpoint: { source, config } }) =>
        source === 'file' && parentsIn(config).some((reference) => namesGone.has(reference)),
    ),
  );
}

function refuseIfAny(monitors: readonly Monitor[]): void {
  if (monitors.length === 0) return;
  throw new RequestError('endpointInUse', { names: monitors.map(({ endpoint }) => endpoint.config.name) });
}
