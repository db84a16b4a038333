/** Finds in stored history when the error budgets of objectives burned. */
import type { ObjectiveConfig } from '../../../contract/model/objective.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { Store } from '../../store/store.ts';
import { burnChanges, type BurnChange } from '../../verdict/burn-changes.ts';
import type { ObjectiveHistory } from '../../verdict/objective.ts';
import { BURN_LEVELS, budgetCondition, noTrouble } from '../alert-conditions.ts';
import type { TimedCondition } from './replay-rules.ts';

/** An objective, and the endpoints that count for it. */
export interface CountedObjective {
  readonly config: Pick<ObjectiveConfig, 'name' | 'target'>;
  readonly endpoints: readonly EndpointId[];
}

export interface StoredBudgetsOptions {
  readonly store: Pick<Store, 'incidents'>;
  readonly spansOf: (
    id: EndpointId,
    range: { readonly from: EpochMs; readonly to: EpochMs },
  ) => Promise<readonly StatusSpan[]>;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly signal: AbortSignal;
}

/** As often as Lookout looks at objectives. */
const EVERY_MS: Ms = 120_000;
/** The longest window of a level. */
const LONGEST_MS: Ms = 3 * 86_400_000;
/** The most incidents of an endpoint that are looked at. */
const MAX_INCIDENTS = 10_000;

/**
 * The conditions by endpoint, oldest first. If an endpoint has several objectives, the one that burns fastest counts.
 * @param ids of the endpoints that need conditions
 */
export async function storedBudgets(
  ids: ReadonlySet<EndpointId>,
  objectives: readonly CountedObjective[],
  options: StoredBudgetsOptions,
): Promise<ReadonlyMap<EndpointId, readonly TimedCondition[]>> {
  const histories = new Map<EndpointId, Promise<ObjectiveHistory>>();
  const historyOf = (id: EndpointId): Promise<ObjectiveHistory> => {
    const known = histories.get(id) ?? readHistory(id, options);
    histories.set(id, known);
    return known;
  };
  const found = new Map<EndpointId, NamedChange[]>();
  for (const { config, endpoints } of objectives) {
    const wanted = endpoints.filter((id) => ids.has(id));
    if (wanted.length === 0) continue;
    options.signal.throwIfAborted();
    const { from, to } = options;
    const range = { target: config.target / 100, from, to, every: EVERY_MS };
    const changes = burnChanges(await Promise.all(endpoints.map(historyOf)), range);
    for (const id of wanted) {
      const known = found.get(id) ?? [];
      found.set(id, known.concat(changes.map((change) => ({ ...change, name: config.name }))));
    }
  }
  return new Map([...found].map(([id, changes]) => [id, conditionsOf(changes)]));
}

type NamedChange = BurnChange & { readonly name: string };

function conditionsOf(changes: readonly NamedChange[]): readonly TimedCondition[] {
  const burning = new Map<string, NamedChange>();
  return changes
    .toSorted((a, b) => a.at - b.at)
    .map((change) => {
      burning.set(change.name, change);
      let most: { readonly name: string; readonly level: NonNullable<BurnChange['level']> } | null = null;
      for (const { name, level } of burning.values()) {
        if (level !== null && (most === null || BURN_LEVELS[level] > BURN_LEVELS[most.level])) most = { name, level };
      }
      const condition = most === null ? noTrouble('budget') : budgetCondition(change.at, most.level, most.name);
      return { at: change.at, condition };
    });
}

async function readHistory(
  id: EndpointId,
  { store, spansOf, from, to }: StoredBudgetsOptions,
): Promise<ObjectiveHistory> {
  const begin = from - LONGEST_MS;
  const [spans, incidents] = await Promise.all([
    spansOf(id, { from: begin, to }),
    store.incidents({ id, endedAfter: begin, limit: MAX_INCIDENTS }),
  ]);
  const single = incidents
    .filter(({ failures }) => failures < 2)
    .map(({ startedAt, resolvedAt }) => ({ from: startedAt, to: resolvedAt ?? to }));
  return { spans, single };
}
