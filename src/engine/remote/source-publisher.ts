/** Tells the pages of this Lookout what changed at one remote Lookout. */
import type { Change, Collection } from '../../contract/channels/snapshot.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { SourceId } from '../../contract/model/source.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { Timer, Timers } from '../ports.ts';
import type { RemoteViews } from './remote-views.ts';

/** How many endpoints are published at once after a snapshot, and the delay until the next ones. */
const CHUNK = { endpoints: 250, everyMs: 100 };
/** How often, at most, pages get a push that they must request changed data again. */
const CHANGED_EVERY_MS = 1_000;

export interface SourcePublisherOptions {
  readonly id: SourceId;
  readonly timers: Timers;
  readonly views: RemoteViews;
  readonly publish: (change: Change) => void;
}

/** All ids include the source. */
export class SourcePublisher {
  readonly #options: SourcePublisherOptions;
  /** In `views` already, but not published yet. */
  readonly #unpublished = new Set<EndpointId>();
  #publishing: Timer | null = null;
  readonly #changed = new Set<Collection>();
  #telling: Timer | null = null;

  constructor(options: SourcePublisherOptions) {
    this.#options = options;
  }

  /** Publishes endpoints in parts, so that thousands of them do not delay everything else; then their incidents. */
  publishAll(ids: Iterable<EndpointId>): void {
    for (const id of ids) this.#unpublished.add(id);
    this.#publishSome();
  }

  /** Publishes a new or changed endpoint. */
  publishEndpoint(id: EndpointId): void {
    const view = this.#options.views.get(id);
    if (view === undefined) return;
    this.#unpublished.delete(id);
    this.#options.publish({ type: 'endpoint', view });
  }

  /** Publishes a check or another change of an endpoint's state, unless the whole endpoint will be published soon. */
  publishState(change: Extract<Change, { type: 'checked' | 'state' }>): void {
    if (!this.#unpublished.has(change.id)) this.#options.publish(change);
  }

  publishIncident(incident: Incident): void {
    const { publish, views } = this.#options;
    if (views.has(incident.endpointId) && !this.#unpublished.has(incident.endpointId)) {
      publish({ type: 'incident', incident });
    }
  }

  /** Removes an endpoint that the remote Lookout removed. Pages that do not have it yet get no push. */
  publishRemoval(id: EndpointId): void {
    this.#options.views.delete(id);
    if (!this.#unpublished.delete(id)) this.#options.publish({ type: 'removed', id });
  }

  /** Removes an endpoint, whether or not pages have it. */
  remove(id: EndpointId): void {
    this.#options.views.delete(id);
    this.#unpublished.delete(id);
    this.#options.publish({ type: 'removed', id });
  }

  /** Tells pages that they must request a collection again. */
  tellChanged(what: Collection): void {
    const { id, timers, publish } = this.#options;
    this.#changed.add(what);
    this.#telling ??= timers.set(() => {
      this.#telling = null;
      for (const one of this.#changed) publish({ type: 'changed', what: one, source: id });
      this.#changed.clear();
    }, CHANGED_EVERY_MS);
  }

  /** Removes all endpoints of the source from the pages. */
  dispose(): void {
    const { id, timers, views } = this.#options;
    for (const timer of [this.#publishing, this.#telling]) if (timer !== null) timers.clear(timer);
    for (const endpoint of views.idsOf(id)) this.remove(endpoint);
  }

  #publishSome(): void {
    const { id: source, timers, views, publish } = this.#options;
    if (this.#publishing !== null) timers.clear(this.#publishing);
    this.#publishing = null;
    const some = [...this.#unpublished].slice(0, CHUNK.endpoints);
    for (const id of some) {
      this.#unpublished.delete(id);
      const view = views.get(id);
      if (view !== undefined) publish({ type: 'endpoint', view });
    }
    if (this.#unpublished.size > 0) {
      this.#publishing = timers.set(() => this.#publishSome(), CHUNK.everyMs);
      return;
    }
    if (some.length > 0) for (const incident of views.incidentsOf(source)) this.publishIncident(incident);
  }
}
