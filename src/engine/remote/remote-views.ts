/** The known state of the endpoints of all remote Lookouts, for the snapshots of pages. */
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import { RECENT_INCIDENTS, type SnapshotCursor } from '../../contract/channels/snapshot.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { SourceId } from '../../contract/model/source.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { REMOTE_CURSOR, type RemotePages } from '../publish/snapshot.ts';
import { sourceOf } from '../../shared/endpoint-id.ts';

interface Entry {
  /** Increases from one endpoint to the next. */
  readonly place: number;
  readonly view: EndpointView;
}

/** All ids include the source. */
export class RemoteViews implements RemotePages {
  readonly #entries = new Map<EndpointId, Entry>();
  readonly #incidents = new Map<SourceId, Map<string, Incident>>();
  readonly #counts = new Map<SourceId, number>();
  #lastPlace = 0;

  get size(): number {
    return this.#entries.size;
  }

  get(id: EndpointId): EndpointView | undefined {
    return this.#entries.get(id)?.view;
  }

  has(id: EndpointId): boolean {
    return this.#entries.has(id);
  }

  countOf(source: SourceId): number {
    return this.#counts.get(source) ?? 0;
  }

  /** The ids of the endpoints of a source. */
  idsOf(source: SourceId): EndpointId[] {
    return [...this.#entries.keys()].filter((id) => sourceOf(id) === source);
  }

  put(view: EndpointView): void {
    const { id } = view.endpoint;
    const known = this.#entries.get(id);
    if (known === undefined) this.#counts.set(sourceOf(id), this.countOf(sourceOf(id)) + 1);
    this.#entries.set(id, { place: known?.place ?? ++this.#lastPlace, view });
  }

  delete(id: EndpointId): void {
    if (this.#entries.delete(id)) this.#counts.set(sourceOf(id), this.countOf(sourceOf(id)) - 1);
    const incidents = this.#incidents.get(sourceOf(id));
    for (const incident of incidents?.values() ?? []) if (incident.endpointId === id) incidents?.delete(incident.id);
  }

  putIncident(incident: Incident): void {
    const source = sourceOf(incident.endpointId);
    const known = this.#incidents.get(source) ?? new Map<string, Incident>();
    this.#incidents.set(source, known);
    known.delete(incident.id);
    known.set(incident.id, incident);
    let ended = 0;
    // The newest ones were added last.
    for (const { id, resolvedAt } of [...known.values()].toReversed()) {
      if (resolvedAt !== null && ++ended > RECENT_INCIDENTS) known.delete(id);
    }
  }

  incidentsOf(source: SourceId): Incident[] {
    return [...(this.#incidents.get(source)?.values() ?? [])];
  }

  /** Forgets the incidents of a source before a snapshot replaces them. */
  forgetIncidents(source: SourceId): void {
    this.#incidents.delete(source);
  }

  /**
   * A page of endpoints, in order.
   * @param after `REMOTE_CURSOR`: the first page
   */
  page(after: SnapshotCursor, size: number): { readonly views: readonly EndpointView[]; readonly next: number | null } {
    const views: EndpointView[] = [];
    let last = after;
    for (const { place, view } of this.#entries.values()) {
      const cursor = REMOTE_CURSOR + place;
      if (cursor <= after) continue;
      if (views.length === size) return { views, next: last };
      views.push(view);
      last = cursor;
    }
    return { views, next: null };
  }

  openIncidents(ids: ReadonlySet<EndpointId>): Incident[] {
    return this.#all().filter(({ endpointId, resolvedAt }) => resolvedAt === null && ids.has(endpointId));
  }

  endedIncidents(): Incident[] {
    return this.#all().filter(({ resolvedAt }) => resolvedAt !== null);
  }

  #all(): Incident[] {
    return [...this.#incidents.values()].flatMap((incidents) => [...incidents.values()]);
  }
}
