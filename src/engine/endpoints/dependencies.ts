/** Which endpoints are reached through others, and whether one of these is down. */
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import type { Clock } from '../ports.ts';
import type { Monitor } from './monitor.ts';
import { parentsIn } from './parents.ts';
import { ReferenceIndex } from './references.ts';
import type { EndpointRegistry } from './registry.ts';

export interface DependenciesOptions {
  readonly clock: Clock;
  readonly registry: EndpointRegistry;
  /** Checks an endpoint at once; nothing happens when its check is in flight. */
  readonly checkNow: (id: EndpointId) => void;
}

/** How long to wait for the check of a parent after its timeout. */
const SPARE_MS = 2_000;

interface Links {
  readonly parents: ReadonlyMap<EndpointId, readonly EndpointId[]>;
  readonly children: ReadonlyMap<EndpointId, readonly EndpointId[]>;
}

/** Knows the parents of each endpoint, which are the endpoints that it depends on. */
export class Dependencies {
  readonly #options: DependenciesOptions;
  /** Null: not known since the last change. */
  #links: Links | null = null;
  /** Parents that were checked because a child went down: when, and until when to wait for the result. */
  readonly #asked = new Map<EndpointId, { readonly at: Ms; readonly until: Ms }>();
  /** When parents recovered. */
  readonly #recovered = new Map<EndpointId, Ms>();
  /** When the last check of a parent or a child began. */
  readonly #checked = new Map<EndpointId, Ms>();

  constructor(options: DependenciesOptions) {
    this.#options = options;
  }

  /** An endpoint was added, changed or removed. */
  changed(): void {
    this.#links = null;
  }

  removed(id: EndpointId): void {
    this.#links = null;
    for (const times of [this.#asked, this.#recovered, this.#checked]) times.delete(id);
  }

  /**
   * A check of an endpoint has ended.
   * @param began when it began, on the monotonic clock
   */
  checked({ endpoint: { id, config } }: Monitor, event: 'wentDown' | 'recovered' | null, began: Ms): void {
    const { parents, children } = this.#known();
    if (parents.size === 0) return;
    const isParent = children.has(id);
    if (!isParent && parentsIn(config).length === 0) return;
    this.#checked.set(id, began);
    if (isParent && event === 'recovered') this.#recovered.set(id, this.#options.clock.mono());
    if (event === 'wentDown') this.#ask(parents.get(id) ?? []);
  }

  childrenOf(id: EndpointId): readonly EndpointId[] {
    return this.#known().children.get(id) ?? [];
  }

  /**
   * The name of a parent, or a parent's parent, that is down or may be down: its check has failed and is repeated, or has
   * not ended since this endpoint went down. After a parent recovers, this endpoint needs another check first. Null: there
   * is none.
   */
  behind(monitor: Monitor): string | null {
    if (parentsIn(monitor.endpoint.config).length === 0) return null;
    return this.#blocked(monitor, monitor, new Set([monitor.endpoint.id]));
  }

  #blocked(child: Monitor, from: Monitor, seen: Set<EndpointId>): string | null {
    for (const id of this.#known().parents.get(from.endpoint.id) ?? []) {
      const parent = this.#options.registry.find(id);
      if (parent === undefined || seen.has(id)) continue;
      seen.add(id);
      if (this.#holds(child, parent)) return parent.endpoint.config.name;
      // If a parent is not watched, or cannot be judged, its own parents may say more.
      const { status } = parent.statusState;
      const says = !parent.endpoint.paused && (status === 'up' || status === 'degraded');
      const further = says ? null : this.#blocked(child, parent, seen);
      if (further !== null) return further;
    }
    return null;
  }

  #holds(child: Monitor, { endpoint: { id, paused }, statusState, maintenance, lastFailure }: Monitor): boolean {
    if (paused) return false;
    if (statusState.status === 'down' || statusState.failing > 0) return true;
    if (maintenance !== null && lastFailure !== null) return true;
    const checked = this.#checked.get(id) ?? -Infinity;
    const asked = this.#asked.get(id);
    if (asked !== undefined && checked < asked.at && this.#options.clock.mono() < asked.until) return true;
    const recovered = this.#recovered.get(id);
    return recovered !== undefined && (this.#checked.get(child.endpoint.id) ?? Infinity) < recovered;
  }

  /** Checks parents whose last check was before one of their children went down. */
  #ask(ids: readonly EndpointId[]): void {
    const { clock, registry, checkNow } = this.#options;
    const at = clock.mono();
    for (const id of ids) {
      const parent = registry.find(id);
      const pending = this.#asked.get(id);
      if (parent === undefined || parent.endpoint.paused || parent.statusState.status === 'down') continue;
      if (pending !== undefined && pending.until > at && (this.#checked.get(id) ?? -Infinity) < pending.at) continue;
      this.#asked.set(id, { at, until: at + parent.endpoint.config.timeout + SPARE_MS });
      checkNow(id);
    }
  }

  #known(): Links {
    return (this.#links ??= linksOf(this.#options.registry));
  }
}

/** Which endpoints each endpoint depends on. */
export function parentsOf(registry: EndpointRegistry): ReadonlyMap<EndpointId, readonly EndpointId[]> {
  return linksOf(registry).parents;
}

function linksOf(registry: EndpointRegistry): Links {
  const monitors = [...registry];
  const parents = new Map<EndpointId, readonly EndpointId[]>();
  const children = new Map<EndpointId, EndpointId[]>();
  const dependent = monitors.filter(({ endpoint }) => parentsIn(endpoint.config).length > 0);
  if (dependent.length === 0) return { parents, children };
  const index = new ReferenceIndex(monitors.map(({ endpoint: { id, config } }) => ({ id, config })));
  for (const { endpoint } of dependent) {
    const meant = parentsIn(endpoint.config).flatMap((reference) => index.find(reference));
    const ids = [...new Set(meant.map(({ id }) => id))].filter((id) => id !== endpoint.id);
    parents.set(endpoint.id, ids);
    for (const id of ids) {
      const known = children.get(id);
      if (known === undefined) children.set(id, [endpoint.id]);
      else known.push(endpoint.id);
    }
  }
  return { parents, children };
}
