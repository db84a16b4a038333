/** The remote Lookouts whose endpoints are shown: their configs and connections. */
import type { About } from '../../contract/channels/app.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { Notification } from '../../contract/model/notices.ts';
import {
  NO_CAPABILITIES,
  type Source,
  type SourceConnection,
  type SourceId,
  type SourceInput,
  type SourceTest,
  type SourceView,
} from '../../contract/model/source.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { issueOf } from '../base/issues.ts';
import { problemOf } from '../base/problem-error.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { Resolver } from '../check/kind.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { SecretError } from '../secrets/secret-error.ts';
import { ConfigCollection } from '../store/config-collection.ts';
import type { Store } from '../store/store.ts';
import { readAddress } from './remote-address.ts';
import type { RemoteClientOptions } from './remote-client.ts';
import type { RemoteTimes } from './remote-times.ts';
import { RemoteError } from './remote-error.ts';
import type { RemoteSource } from './remote-source.ts';
import { readSourceInput } from './read-source-input.ts';
import { RemoteViews } from './remote-views.ts';
import { RepeatedNotifications } from './repeated-notifications.ts';
import { bareConfig, readStoredSource, SOURCE_FORM, type StoredSource } from './source-config.ts';

/** The most sources. Each has a connection, and its endpoints are in memory. */
const MAX_SOURCES = 50;

interface Item {
  readonly id: SourceId;
  readonly source: 'hand';
  readonly config: StoredSource;
  readonly addedAt: EpochMs;
}

export interface SourcesOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'documents'>;
  readonly vault: ConfigVault;
  readonly resolver: Resolver;
  /** The instance id of this Lookout; see `About`. */
  readonly instance: string;
  /** The engine of this Lookout, as a source. */
  readonly local: () => Source;
  readonly publish: (change: Change) => void;
  /** Shows a notification on this machine, if the settings allow it. */
  readonly notify: (notification: Notification) => void;
  /** For tests. */
  readonly times?: RemoteTimes | undefined;
}

export class Sources {
  readonly #options: SourcesOptions;
  readonly #serially = createSerialQueue();
  readonly #items: ConfigCollection<Item>;
  readonly #remotes = new Map<SourceId, RemoteSource>();
  /** Sources whose token cannot be read, so that there is no connection. */
  readonly #unreadable = new Map<SourceId, Source>();
  readonly #notifications: RepeatedNotifications;
  #isStopped = false;
  readonly views = new RemoteViews();

  constructor(options: SourcesOptions) {
    this.#options = options;
    this.#notifications = new RepeatedNotifications(options.clock);
    this.#items = new ConfigCollection({
      ...options,
      collection: 'source',
      max: MAX_SOURCES,
      list: 'sources',
      toDocument: ({ config, addedAt }) => ({ at: addedAt, data: { config } }),
      notFound: () => new RequestError('sourceNotFound', {}),
      inFile: () => new RequestError('internal', {}),
    });
  }

  /** Reads the stored sources, and begins to connect to them. */
  async load(): Promise<void> {
    await this.#items.load((id, { config }) => {
      const read = typeof config === 'object' && config !== null ? readStoredSource({ ...config }) : null;
      return read === null ? 'unusable' : { id, source: 'hand', config: read, addedAt: this.#options.clock.now() };
    });
    // Not awaited: the vault may wait for a person, and nothing else must wait for that.
    for (const item of this.#items) {
      this.#start(item).catch((error: unknown) => {
        this.#options.log('error', 'A source could not be started', { source: item.config.name, error });
      });
    }
  }

  /** All sources for the page, beginning with the engine of this Lookout. */
  list(): Source[] {
    const remotes = [...this.#items].flatMap(({ id }) => this.#remotes.get(id)?.view ?? this.#unreadable.get(id) ?? []);
    return [this.#options.local(), ...remotes];
  }

  get remotes(): readonly RemoteSource[] {
    return [...this.#remotes.values()];
  }

  /** The configs, in the order in which they were added. */
  configs(): SourceView[] {
    return [...this.#items].map(viewOf);
  }

  nameOf(id: SourceId): string {
    return this.#items.find(id)?.config.name ?? id;
  }

  /** @throws RequestError when there is none with this id, or it is not connected */
  connected(id: SourceId): RemoteSource {
    const remote = this.#remotes.get(id);
    if (remote === undefined && this.#items.find(id) === undefined) throw new RequestError('sourceNotFound', {});
    if (remote?.isConnected !== true) throw new RequestError('sourceNotConnected', { name: this.nameOf(id) });
    return remote;
  }

  /** @param id null: a new one. @throws RequestError `invalid`, `notFound`, `needsConsent`, `unavailable` */
  save(id: SourceId | null, input: SourceInput): Promise<SourceView> {
    return this.#serially(async () => {
      const before = id === null ? null : this.#items.editable(id);
      const config = readSourceInput(input, before?.config);
      if ([...this.#items].some((other) => other.id !== id && other.config.name === config.name)) {
        throw invalid([issueOf('nameTaken', 'source.name', { reason: 'source' }, { given: config.name })]);
      }
      const confidential = { kind: SOURCE_FORM, config };
      await this.#options.vault.permit([confidential], (path) => `source.${path}`);
      const item: Item = {
        id: id ?? newId(this.#items),
        source: 'hand',
        config: await this.#options.vault.seal(confidential),
        addedAt: before?.addedAt ?? this.#options.clock.now(),
      };
      await this.#items.save(item);
      this.#options.publish({ type: 'changed', what: 'sources' });
      await this.#start(item);
      return viewOf(item);
    });
  }

  /** @throws RequestError `notFound` */
  remove(ids: readonly SourceId[]): Promise<void> {
    return this.#serially(async () => {
      await this.#items.remove(ids);
      this.#options.publish({ type: 'changed', what: 'sources' });
      for (const id of ids) this.#stop(id);
      this.#tell();
    });
  }

  /** Tests the connection to a Lookout. @throws RequestError `invalid`, `notFound` */
  async test(id: SourceId | null, input: SourceInput): Promise<SourceTest> {
    const config = readSourceInput({ name: 'test', ...input }, id === null ? undefined : this.#items.get(id).config);
    const { clock } = this.#options;
    const began = clock.mono();
    try {
      const { RemoteClient } = await import('./remote-client.ts');
      const client = new RemoteClient({
        ...(await this.#clientOptions(config)),
        onAbout: () => undefined,
        onOpen: () => Promise.resolve(),
        onClosed: () => undefined,
      });
      try {
        const about = await client.readAbout();
        this.#check(about, id);
        const { version, scope, endpoints } = about;
        return { ok: true, version, scope, endpoints, tookMs: Math.round(clock.mono() - began) };
      } finally {
        client.dispose();
      }
    } catch (error) {
      if (error instanceof SecretError) return { ok: false, problem: error.problem, fingerprint: null };
      if (!(error instanceof RemoteError)) throw error;
      return { ok: false, problem: error.problem, fingerprint: error.fingerprint };
    }
  }

  /** Closes all connections. */
  stop(): void {
    this.#isStopped = true;
    for (const id of this.#remotes.keys()) this.#stop(id);
  }

  async #clientOptions(config: StoredSource): Promise<Omit<RemoteClientOptions, 'onAbout' | 'onOpen' | 'onClosed'>> {
    const { clock, timers, log, resolver, vault, times } = this.#options;
    const { token } = await vault.open({ kind: SOURCE_FORM, config });
    if (typeof token !== 'string') throw new TypeError('A secret that was opened must be a text');
    const address = readAddress(config.address);
    if (address === null) throw new TypeError('A source that was read must have an address');
    const { fingerprint } = config;
    const more = times === undefined ? {} : { times };
    return { address, token, fingerprint, resolver, clock, timers, log, ...more };
  }

  /** Replaces the connection of a source. */
  async #start({ id, config }: Item): Promise<void> {
    const { clock, timers, log, publish, notify } = this.#options;
    this.#stop(id);
    try {
      // Loaded by the first source.
      const [{ RemoteClient }, { RemoteSource }, options] = await Promise.all([
        import('./remote-client.ts'),
        import('./remote-source.ts'),
        this.#clientOptions(config),
      ]);
      if (this.#isStopped || this.#items.find(id) === undefined) return;
      const remote = new RemoteSource({
        id,
        name: config.name,
        clock,
        timers,
        views: this.views,
        makeClient: (listeners) => new RemoteClient({ ...options, ...listeners }),
        check: (about) => this.#check(about, id),
        publish,
        notify: (notification) => {
          if (config.notifications && !this.#notifications.isRepeated(notification)) notify(notification);
        },
        onConnection: () => this.#tell(),
      });
      this.#remotes.set(id, remote);
      remote.start();
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      log('error', 'The token of a source cannot be read', { source: config.name, error });
      this.#unreadable.set(id, unreadable(id, config.name, { problem: error.problem, since: clock.now() }));
    }
    this.#tell();
  }

  /** @throws RemoteError when this Lookout must not be followed. @param id the id of the source; null: a new one */
  #check({ instance }: About, id: SourceId | null): void {
    if (instance === this.#options.instance) throw new RemoteError(problemOf('remote.itself', {}), { isFinal: true });
    for (const [other, remote] of this.#remotes) {
      if (other === id || remote.instance !== instance) continue;
      throw new RemoteError(problemOf('remote.same', { name: this.nameOf(other) }), { isFinal: true });
    }
  }

  #stop(id: SourceId): void {
    this.#remotes.get(id)?.dispose();
    this.#remotes.delete(id);
    this.#unreadable.delete(id);
  }

  #tell(): void {
    if (!this.#isStopped) this.#options.publish({ type: 'sources', sources: this.list() });
  }
}

function viewOf({ id, config }: Item): SourceView {
  return { id, config: bareConfig(config) };
}

function unreadable(
  id: SourceId,
  name: string,
  { problem, since }: Pick<SourceConnection, 'problem' | 'since'>,
): Source {
  const connection = { state: 'refused', since, problem, lastContact: null, version: null, scope: null } as const;
  return { id, name, capabilities: NO_CAPABILITIES, connection };
}

/** Short, because each id of its endpoints contains it. */
function newId(items: ConfigCollection<Item>): SourceId {
  let id = crypto.randomUUID().slice(0, 8);
  while (items.find(id) !== undefined) id = crypto.randomUUID().slice(0, 8);
  return id;
}
