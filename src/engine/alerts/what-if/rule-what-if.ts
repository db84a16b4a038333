/** Compares what an edited rule would have sent with what was sent. */
import type { Alert } from '../../../contract/model/alert.ts';
import type { RuleConfig } from '../../../contract/model/alert-rule.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import {
  WHAT_IF_ALERTS,
  type RuleWhatIf,
  type WhatIfAlert,
  type WhatIfAlerts,
} from '../../../contract/model/what-if.ts';
import { matches } from '../../../shared/endpoint-match.ts';
import type { Expiry } from '../../check/kind.ts';
import type { Log } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import { ALERTS, readAlert } from '../alert-record.ts';
import type { AlertedEndpoint } from '../alerted-endpoint.ts';
import type { SilencedTime } from '../kept-silence.ts';
import { replayRules, type ReplayedAlert, type ReplayedEndpoint, type TimedCondition } from './replay-rules.ts';
import { storedBudgets, type CountedObjective } from './stored-budgets.ts';
import { FROM_RESULTS, NOT_STORED, slowFrom, storedConditions } from './stored-conditions.ts';

export interface RuleWhatIfOptions {
  readonly store: Pick<Store, 'documents' | 'checks' | 'checkColumns' | 'incidents'>;
  readonly log: Log;
  /** All watched endpoints. */
  readonly endpoints: () => Iterable<AlertedEndpoint>;
  /** When which endpoints were silenced in a range. */
  readonly silencesWithin: (from: EpochMs, to: EpochMs) => readonly SilencedTime[];
  /** Which endpoints each endpoint depends on. */
  readonly parents: ReadonlyMap<EndpointId, readonly EndpointId[]>;
  /** The statuses of an endpoint that touch a range, oldest first, up to now. */
  readonly spansOf: (
    id: EndpointId,
    range: { readonly from: EpochMs; readonly to: EpochMs },
  ) => Promise<readonly StatusSpan[]>;
  /** Of all endpoints. */
  readonly objectives: readonly CountedObjective[];
  /** When the certificate or the domain expires that a check saw; null: the check does not say. */
  readonly expiryOf: (id: EndpointId, result: CheckResult) => Expiry | null;
  /** Single checks are kept from here on. */
  readonly resultsFrom: EpochMs;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
}

const DAY_MS: Ms = 86_400_000;
/** The share of the work that is reading the history. */
const READING = 0.7;
/** How many endpoints are read at a time. */
const AT_ONCE = 8;
const NAMES = 5;

/** @param ruleId the stored rule; null: it is new */
export async function ruleWhatIf(
  config: RuleConfig,
  ruleId: string | null,
  days: number,
  options: RuleWhatIfOptions,
): Promise<RuleWhatIf> {
  const { now: to, signal, onProgress } = options;
  const from = to - days * DAY_MS;
  // Demo endpoints alert nobody.
  const matching = [...options.endpoints()].filter(
    ({ endpoint }) => endpoint.source !== 'demo' && matches(config.match, endpoint),
  );
  const partly = config.events.filter((event) => FROM_RESULTS.includes(event));
  const resultsFrom = Math.max(from, options.resultsFrom);
  const [endpoints, sent] = await Promise.all([
    readEndpoints(matching, config, { from, to, resultsFrom }, options),
    readSent(ruleId, from, options),
  ]);
  const rule = { id: ruleId ?? 'new', source: 'hand' as const, config: { ...config, enabled: true } };
  const replayed = await replayRules([rule], endpoints, {
    from,
    to,
    silences: options.silencesWithin(from, to),
    signal,
    onProgress: (done) => onProgress(READING + (1 - READING) * done),
  });
  return {
    from,
    to,
    endpoints: matching.length,
    would: summarize(replayed),
    sent: summarize(sent),
    notReplayed: config.events.filter((event) => NOT_STORED.includes(event)),
    partly: partly.length === 0 || resultsFrom === from ? null : { events: partly, from: resultsFrom },
  };
}

/** The endpoints together with all their parents, and the parents of those. */
function withParents(
  ids: ReadonlySet<EndpointId>,
  { endpoints, parents }: RuleWhatIfOptions,
): readonly AlertedEndpoint[] {
  const wanted = new Set(ids);
  // A loop over a set also visits the values that are added during the loop.
  for (const id of wanted) for (const parent of parents.get(id) ?? []) wanted.add(parent);
  return [...endpoints()].filter(({ endpoint }) => wanted.has(endpoint.id));
}

interface Ranges {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly resultsFrom: EpochMs;
}

async function readEndpoints(
  matching: readonly AlertedEndpoint[],
  config: RuleConfig,
  ranges: Ranges,
  options: RuleWhatIfOptions,
): Promise<readonly ReplayedEndpoint[]> {
  const { from, to } = ranges;
  const alerted = new Set(matching.map(({ endpoint }) => endpoint.id));
  // At the same time: for budgets, most of the work is here, and for the rest, most of it is in the thread of the store.
  const [endpoints, budgets] = await Promise.all([
    readWithoutBudgets(alerted, config, ranges, options),
    config.events.includes('budget')
      ? storedBudgets(alerted, options.objectives, { ...options, from, to })
      : new Map<EndpointId, readonly TimedCondition[]>(),
  ]);
  return endpoints.map((one) => {
    const burning = budgets.get(one.endpoint.id);
    return burning === undefined ? one : { ...one, conditions: [...one.conditions, ...burning] };
  });
}

async function readWithoutBudgets(
  alerted: ReadonlySet<EndpointId>,
  config: RuleConfig,
  { from, to, resultsFrom }: Ranges,
  options: RuleWhatIfOptions,
): Promise<readonly ReplayedEndpoint[]> {
  const { spansOf, parents, signal, onProgress } = options;
  const wanted = withParents(alerted, options);
  const reading = { ...options, from: resultsFrom, to };
  const read: ReplayedEndpoint[] = [];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    signal.throwIfAborted();
    const some = wanted.slice(start, start + AT_ONCE);
    const ready = some.map(async ({ endpoint, host }): Promise<ReplayedEndpoint> => {
      const { id } = endpoint;
      const spans = await spansOf(id, { from, to });
      const common = { endpoint, host, spans, parents: parents.get(id) ?? [] };
      // Of parents, only their status matters.
      if (!alerted.has(id)) return { ...common, conditions: [], slowFrom: new Set() };
      const [stored, slow] = await Promise.all([
        storedConditions(id, spans, config, reading),
        slowFrom(id, spans, config, reading),
      ]);
      return { ...common, conditions: stored, slowFrom: slow };
    });
    read.push(...(await Promise.all(ready)));
    onProgress((READING * read.length) / wanted.length);
  }
  signal.throwIfAborted();
  return read;
}

/** The alerts of a rule, or of all rules, that began after a time. */
async function readSent(
  ruleId: string | null,
  from: EpochMs,
  { store, log }: RuleWhatIfOptions,
): Promise<readonly ReplayedAlert[]> {
  const documents = await store.documents({ collection: ALERTS });
  return documents
    .filter(({ at }) => at >= from)
    .flatMap((document) => readAlert(document, log) ?? [])
    .filter((alert) => ruleId === null || alert.ruleId === ruleId)
    .map((alert) => ({ alert, messages: messagesOf(alert) }))
    .toReversed();
}

/** How many messages were sent about an alert, as its log says. */
function messagesOf({ log }: Alert): number {
  const sent = new Set(['sent', 'escalated', 'reminded', 'updated', 'resolved']);
  const lists = log.filter(({ what, text }) => sent.has(what) && text !== '').map(({ text }) => text.split(', '));
  return lists.flat().length;
}

/** @param all oldest first */
function summarize(all: readonly ReplayedAlert[]): WhatIfAlerts {
  // What was over before the hours of the rule began was reported afterwards, without firing.
  const fired = all.filter(({ alert }) => alert.firedAt !== null || alert.state === 'resolved');
  return {
    alerts: fired.slice(-WHAT_IF_ALERTS).map(shown).toReversed(),
    count: fired.length,
    messages: fired.reduce((sum, { messages }) => sum + messages, 0),
    dropped: all.filter(({ alert }) => alert.state === 'dropped').length,
  };
}

function shown({ alert, messages }: ReplayedAlert): WhatIfAlert {
  const {
    ruleName: rule,
    about = 'status',
    severity,
    state,
    startedAt,
    firedAt,
    endedAt,
    members,
    memberCount,
  } = alert;
  const names = members.slice(0, NAMES).map(({ name }) => name);
  return { rule, about, severity, state, startedAt, firedAt, endedAt, names, endpointCount: memberCount, messages };
}
