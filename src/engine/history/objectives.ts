import type { EndpointMatch } from '../../contract/model/match.ts';
import type { ObjectiveConfig, ObjectiveInput, ObjectiveView } from '../../contract/model/objective.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { matches } from '../../shared/endpoint-match.ts';
import { issuesWithin } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { OBJECTIVE_DEFAULTS } from '../check/common.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import { matchAfter, type NameChanges } from '../endpoints/name-changes.ts';
import { readObjective } from '../endpoints/read-objective.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Clock, Log } from '../ports.ts';
import { ConfigCollection, withMatch, fileId, type Room } from '../store/config-collection.ts';
import type { Store } from '../store/store.ts';
import { objectiveStatus, type ObjectiveHistory } from '../verdict/objective.ts';
import { spansUntilNow } from './uptime.ts';

const MAX_OBJECTIVES = 500;
const BURN_MS = 3 * 86_400_000;
/**
 * The most incidents of an endpoint in three days that are read. An endpoint that fails every 20 minutes has as many.
 */
const MAX_INCIDENTS = 200;

export interface ObjectivesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'documents' | 'spans' | 'incidents'>;
  readonly registry: EndpointRegistry;
  readonly onChanged: () => void;
}

export interface Objective {
  readonly id: string;
  readonly source: ObjectiveView['source'];
  readonly config: ObjectiveConfig;
}

/** The objectives of single endpoints, those made by hand and those of lookout.yaml, and whether they are met. */
export class Objectives {
  readonly #options: ObjectivesOptions;
  readonly #serially = createSerialQueue();
  readonly #objectives: ConfigCollection<Objective>;

  constructor(options: ObjectivesOptions) {
    this.#options = options;
    this.#objectives = new ConfigCollection({
      ...options,
      collection: 'objective',
      max: MAX_OBJECTIVES,
      list: 'objectives',
      toDocument: ({ config }) => ({ at: options.clock.now(), data: config }),
      notFound: (id) => new RequestError('objectiveNotFound', { id }),
      inFile: (name) => new RequestError('objectiveInConfigFile', { name }),
    });
  }

  async load(): Promise<void> {
    await this.#objectives.load((id, data) => {
      const read = readObjective(data);
      return read.ok ? { id, source: 'hand', config: read.config } : 'unusable';
    });
  }

  /** The objectives of lookout.yaml; they replace those that it had before. */
  setFile(configs: readonly ObjectiveConfig[]): void {
    this.#objectives.setFile(configs.map((config) => ({ id: fileId(config.name), source: 'file', config })));
    this.#options.onChanged();
  }

  /** How many there may be. */
  get room(): Room {
    return this.#objectives;
  }

  /** The objectives that are not in the config of an endpoint. */
  kept(): readonly Objective[] {
    return [...this.#objectives];
  }

  /** The configs of `kept`. */
  configs(): readonly ObjectiveConfig[] {
    return this.kept().map(({ config }) => config);
  }

  /** All objectives, with the endpoints that count for each now. */
  counted(): readonly { readonly config: ObjectiveConfig; readonly endpoints: readonly EndpointId[] }[] {
    return [...this.#counting([...this.#options.registry])].map(({ objective: { config }, counting }) => ({
      config,
      endpoints: counting.map(({ endpoint }) => endpoint.id),
    }));
  }

  /** @param endpointId only those that this endpoint counts for; null: all */
  async list(endpointId: EndpointId | null = null): Promise<ObjectiveView[]> {
    const now = this.#options.clock.now();
    const histories = new Map<string, Promise<ObjectiveHistory>>();
    const historyOf = (monitor: Monitor, from: EpochMs): Promise<ObjectiveHistory> => {
      const key = `${from} ${monitor.endpoint.id}`;
      const known = histories.get(key) ?? this.#historyOf(monitor, from, now);
      histories.set(key, known);
      return known;
    };
    const views: ObjectiveView[] = [];
    for (const { objective, counting } of this.#counting([...this.#options.registry])) {
      if (endpointId !== null && !counting.some(({ endpoint }) => endpoint.id === endpointId)) continue;
      views.push(await viewOf(objective, counting, now, historyOf));
    }
    return views;
  }

  /** @param id null: a new one. @throws RequestError `invalid`, `notFound`, `readOnly` */
  save(id: string | null, input: ObjectiveInput): Promise<ObjectiveView> {
    return this.#serially(async () => {
      if (id !== null) this.#objectives.editable(id);
      const read = readObjective(input);
      if (!read.ok) throw invalid(issuesWithin('objective', read.issues));
      const objective: Objective = { id: id ?? crypto.randomUUID(), source: 'hand', config: read.config };
      await this.#objectives.save(objective);
      const { registry, clock, onChanged } = this.#options;
      onChanged();
      const now = clock.now();
      const counting = registry.matching(objective.config.match);
      return viewOf(objective, counting, now, (monitor, from) => this.#historyOf(monitor, from, now));
    });
  }

  /** @throws RequestError `notFound`, `readOnly` */
  remove(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      await this.#objectives.remove(ids);
      this.#options.onChanged();
    });
  }

  /** The endpoints in the lists of those made by hand follow when they are renamed. */
  followRenames(changes: NameChanges): Promise<void> {
    const following = this.#objectives.changeAtOnce((one) => withMatch(one, matchAfter(one.config.match, changes)));
    if (following.some) this.#options.onChanged();
    return this.#serially(async () => {
      if (await following.store()) this.#options.onChanged();
    });
  }

  /** Each objective with the monitors that count for it. */
  *#counting(monitors: readonly Monitor[]): Generator<{ objective: Objective; counting: readonly Monitor[] }> {
    for (const monitor of monitors) {
      const objective = ownObjective(monitor);
      if (objective !== null) yield { objective, counting: [monitor] };
    }
    for (const objective of this.kept()) {
      yield { objective, counting: monitors.filter(({ endpoint }) => matches(objective.config.match, endpoint)) };
    }
  }

  async #historyOf(monitor: Monitor, from: EpochMs, now: EpochMs): Promise<ObjectiveHistory> {
    const { store, clock } = this.#options;
    const { id } = monitor.endpoint;
    const moment = { at: now, mono: clock.mono() };
    const [spans, incidents] = await Promise.all([
      spansUntilNow(monitor, { from, to: now }, store, moment),
      store.incidents({ id, endedAfter: now - BURN_MS, limit: MAX_INCIDENTS }),
    ]);
    const single = incidents
      .filter(({ failures }) => failures < 2)
      .map(({ startedAt, resolvedAt }) => ({ from: startedAt, to: resolvedAt ?? now }));
    return { spans, single };
  }
}

async function viewOf(
  objective: Objective,
  counting: readonly Monitor[],
  now: EpochMs,
  historyOf: (monitor: Monitor, from: EpochMs) => Promise<ObjectiveHistory>,
): Promise<ObjectiveView> {
  const { target, window } = objective.config;
  const known = await Promise.all(counting.map((monitor) => historyOf(monitor, now - window)));
  const status = objectiveStatus(known, { target: target / 100, window, now });
  return { ...objective, endpoints: counting.map(({ endpoint }) => endpoint.id), ...status };
}

/** The objective in the config of an endpoint; null: it has none. */
function ownObjective({ endpoint: { id, config } }: Monitor): Objective | null {
  const { objective: target = null, objectiveWindow: window = OBJECTIVE_DEFAULTS.objectiveWindow, name } = config;
  const match: EndpointMatch = { endpoints: [id] };
  return target === null ? null : { id, source: 'endpoint', config: { name, match, target, window } };
}
