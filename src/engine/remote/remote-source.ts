/** Follows one remote Lookout, and publishes its data to the pages of this one. */
import type { About } from '../../contract/channels/app.ts';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { Answer, Args } from '../../contract/channels/index.ts';
import {
  RECENT_INCIDENTS,
  type Change,
  type Collection,
  type Push,
  type Snapshot,
} from '../../contract/channels/snapshot.ts';
import { RECENT_CHECKS } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Notification } from '../../contract/model/notices.ts';
import { NO_CAPABILITIES, type Source, type SourceConnection, type SourceId } from '../../contract/model/source.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { endpointIdOf, idInSource, isIdInSource } from '../../shared/endpoint-id.ts';
import { followEngine, type EngineFollower } from '../../shared/follow-engine.ts';
import { appendRecent } from '../../shared/recent-checks.ts';
import { problemOf } from '../base/problem-error.ts';
import type { Clock, Timers } from '../ports.ts';
import type { RemoteChannel } from './remote-channels.ts';
import { MAX_ENDPOINTS, type RemoteClient, type RemoteClientOptions } from './remote-client.ts';
import { RemoteError } from './remote-error.ts';
import { addSource, isOwnId, removeSource } from './remote-ids.ts';
import type { RemoteViews } from './remote-views.ts';
import { SourcePublisher } from './source-publisher.ts';

type MakeClient = (options: Pick<RemoteClientOptions, 'onAbout' | 'onOpen' | 'onClosed'>) => RemoteClient;

export interface RemoteSourceOptions {
  readonly id: SourceId;
  readonly name: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly views: RemoteViews;
  readonly makeClient: MakeClient;
  /** @throws RemoteError when this Lookout must not be followed, because it is this one, or another source */
  readonly check: (about: About) => void;
  readonly publish: (change: Change) => void;
  /** Shows a notification of the remote Lookout, if the settings allow it. */
  readonly notify: (notification: Notification) => void;
  /** The state of the connection changed. */
  readonly onConnection: () => void;
}

export class RemoteSource {
  readonly #options: RemoteSourceOptions;
  readonly #client: RemoteClient;
  readonly #follower: EngineFollower<true>;
  readonly #publisher: SourcePublisher;
  #about: About | null = null;
  #connection: Omit<SourceConnection, 'lastContact' | 'version' | 'scope'>;

  constructor(options: RemoteSourceOptions) {
    this.#options = options;
    const { clock, makeClient } = options;
    this.#publisher = new SourcePublisher(options);
    this.#connection = { state: 'connecting', since: clock.now(), problem: null };
    this.#client = makeClient({
      onAbout: (about) => {
        options.check(about);
        this.#about = about;
      },
      onOpen: () => this.#open(),
      onClosed: (error) => this.#closed(error),
    });
    this.#follower = followEngine<true>({
      client: this.#client,
      start: (snapshot) => {
        this.#take(snapshot);
        return true;
      },
      apply: (state, push) => (this.#apply(push) ? state : null),
      onGap: () => this.#client.fail(new RemoteError(problemOf('remote.invalid', { problem: 'push' }))),
    });
  }

  /** The source as pages see it. */
  get view(): Source {
    const { id, name } = this.#options;
    const isConnected = this.#connection.state === 'connected';
    return {
      id,
      name,
      // Only the page of the remote Lookout itself changes its settings and imports into it.
      capabilities: isConnected
        ? { ...this.#client.capabilities, import: false, changeSettings: false, vantages: false }
        : NO_CAPABILITIES,
      connection: {
        ...this.#connection,
        lastContact: this.#client.lastContact,
        version: this.#about?.version ?? null,
        scope: this.#about?.scope ?? null,
      },
    };
  }

  /** The instance id of the remote Lookout (`About`); null: not known. */
  get instance(): string | null {
    return this.#connection.state === 'connected' ? (this.#about?.instance ?? null) : null;
  }

  get isConnected(): boolean {
    return this.#connection.state === 'connected';
  }

  start(): void {
    this.#client.start();
  }

  /** Sends a request whose ids include the source, and returns an answer with such ids. @throws as the client does */
  async request<C extends RemoteChannel>(channel: C, args: Args<C>): Promise<Answer<C>> {
    const { id } = this.#options;
    const answer = await this.#client.request(channel, removeSource(id, args));
    return addSource(id, answer, (endpoint) => this.#options.views.has(endpointIdOf(id, endpoint)));
  }

  /** Closes the connection, and removes its endpoints from the pages. */
  dispose(): void {
    this.#follower.dispose();
    this.#client.dispose();
    this.#publisher.dispose();
  }

  async #open(): Promise<void> {
    await this.#follower.sync();
    this.#setConnection({ state: 'connected', problem: null });
  }

  #closed(error: RemoteError): void {
    this.#setConnection({ state: error.isFinal ? 'refused' : 'reconnecting', problem: error.problem });
  }

  #setConnection(next: Pick<SourceConnection, 'state' | 'problem'>): void {
    const { state, since } = this.#connection;
    this.#connection = { ...next, since: state === next.state ? since : this.#options.clock.now() };
    this.#options.onConnection();
  }

  /**
   * Replaces everything that is known by a snapshot.
   * @throws RemoteError when it is too large or does not match the contract
   */
  #take(snapshot: Snapshot): void {
    const { id: source, views } = this.#options;
    const own = snapshot.endpoints.filter(({ endpoint }) => isOwnId(endpoint.id));
    if (own.length > MAX_ENDPOINTS) {
      throw new RemoteError(problemOf('remote.tooMany', { max: MAX_ENDPOINTS }), { isFinal: true });
    }
    const kept = new Set<EndpointId>();
    for (const view of own) kept.add(this.#put(view));
    for (const id of views.idsOf(source)) {
      if (!kept.has(id)) this.#publisher.remove(id);
    }
    views.forgetIncidents(source);
    let ended = 0;
    for (const incident of snapshot.incidents) {
      if (incident.resolvedAt === null || ++ended <= RECENT_INCIDENTS) this.#putIncident(incident);
    }
    this.#publisher.publishAll(kept);
    for (const what of GATHERED) this.#publisher.tellChanged(what);
  }

  /** @returns false: the push cannot be applied, because it is about an endpoint that is not known */
  #apply({ changes }: Push): boolean {
    return changes.every((change) => this.#applyChange(change));
  }

  #applyChange(change: Change): boolean {
    const { id: source, views } = this.#options;
    switch (change.type) {
      case 'endpoint': {
        if (!isOwnId(change.view.endpoint.id)) return true;
        const id = this.#put(change.view);
        if (views.countOf(source) > MAX_ENDPOINTS) return false;
        this.#publisher.publishEndpoint(id);
        return true;
      }
      case 'removed': {
        if (!isOwnId(change.id)) return true;
        const id = endpointIdOf(source, change.id);
        if (!views.has(id)) return false;
        this.#publisher.publishRemoval(id);
        return true;
      }
      case 'checked':
      case 'state':
        return !isOwnId(change.id) || this.#applyState(change);
      case 'incident':
        if (isOwnId(change.incident.endpointId)) {
          this.#publisher.publishIncident(this.#putIncident(change.incident));
        }
        return true;
      case 'changed':
        // Endpoints of its own sources are not shown here, and two Lookouts that follow each other would push forever.
        if (change.source === undefined && GATHERED.has(change.what)) this.#publisher.tellChanged(change.what);
        return true;
      case 'notification':
        this.#notified(change.notification);
        return true;
      case 'settings':
      case 'network':
      case 'notice':
      case 'health':
      case 'sound':
      case 'sources':
        return true;
    }
  }

  #applyState(change: Extract<Change, { type: 'checked' | 'state' }>): boolean {
    const { id: source, views } = this.#options;
    const id = endpointIdOf(source, change.id);
    const view = views.get(id);
    if (view === undefined) return false;
    const state = withWindow(source, change.state);
    const { last } = change.state;
    const recent = change.type === 'checked' && last !== null ? appendRecent(view.recent, last) : view.recent;
    views.put({ endpoint: view.endpoint, state, recent });
    const isCheck = change.type === 'checked' && last !== null;
    this.#publisher.publishState(
      isCheck ? { type: 'checked', id, state: { ...state, last } } : { type: 'state', id, state },
    );
    return true;
  }

  /** @returns the id with the source. @throws RemoteError when its columns do not match */
  #put(view: EndpointView): EndpointId {
    const { id: source, views } = this.#options;
    const { at, durationMs, verdict, failure } = view.recent;
    if (at.length > RECENT_CHECKS || [durationMs, verdict, failure].some(({ length }) => length !== at.length)) {
      throw new RemoteError(problemOf('remote.invalid', { problem: 'recent' }), { isFinal: true });
    }
    const id = endpointIdOf(source, view.endpoint.id);
    views.put({ endpoint: { ...view.endpoint, id }, state: withWindow(source, view.state), recent: view.recent });
    return id;
  }

  /** @returns the incident with ids that include the source */
  #putIncident(incident: Incident): Incident {
    const { id: source, views } = this.#options;
    const carrying = addSource(source, incident);
    if (isOwnId(incident.id) && isOwnId(incident.endpointId) && views.has(carrying.endpointId)) {
      views.putIncident(carrying);
    }
    return carrying;
  }

  #notified({ tag, endpointId, ...rest }: Notification): void {
    const { id, views, notify } = this.#options;
    if (isIdInSource(tag)) return;
    const carrying = endpointId === null ? null : endpointIdOf(id, endpointId);
    // It is about an endpoint that is not shown here, because it belongs to a source of the remote Lookout.
    if (carrying !== null && !views.has(carrying)) return;
    notify({ ...rest, tag: endpointIdOf(id, tag.slice(0, 200)), endpointId: carrying });
  }
}

/** The data that pages request from every source. */
const GATHERED: ReadonlySet<Collection> = new Set(['incidentEvents', 'alerts', 'annotations', 'objectives']);

/** A maintenance window is an object of the source, too. */
function withWindow(source: SourceId, state: EndpointView['state']): EndpointView['state'] {
  const { maintenance } = state;
  if (maintenance === undefined) return state;
  return {
    ...state,
    maintenance: { ...maintenance, windowId: endpointIdOf(source, idInSource(maintenance.windowId)) },
  };
}
