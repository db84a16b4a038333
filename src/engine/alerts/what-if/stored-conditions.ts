/** Reads from stored history the conditions of an endpoint besides its status, as rules saw them at that time. */
import type { CheckResult } from '../../../contract/model/check.ts';
import type { RuleConfig, RuleEvent } from '../../../contract/model/alert-rule.ts';
import { isLocal } from '../../../contract/model/failure.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { Expiry } from '../../check/kind.ts';
import type { Store } from '../../store/store.ts';
import { expiryCondition, noTrouble, patternCause, SLOWER_THAN_USUAL, troubleOf } from '../alert-conditions.ts';
import { OF_LOOKOUT } from '../alert-sources.ts';
import { parsePattern } from '../check-pattern.ts';
import { patternChanges } from './pattern-changes.ts';
import type { TimedCondition } from './replay-rules.ts';

/** Events that need single checks. */
export const FROM_RESULTS: readonly RuleEvent[] = ['certificate', 'domain', 'pattern', 'slow'];
/** Events that cannot be replayed, because the troubles of Lookout itself are not stored. */
export const NOT_STORED: readonly RuleEvent[] = ['lookout'];

export interface StoredConditionsOptions {
  readonly store: Pick<Store, 'checks' | 'checkColumns'>;
  /** When the certificate or the domain expires that a check saw; null: the check does not say. */
  readonly expiryOf: (id: EndpointId, result: CheckResult) => Expiry | null;
  /** Single checks are kept from here on, or the range begins here. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly signal: AbortSignal;
}

type Config = Pick<RuleConfig, 'events' | 'pattern' | 'expiresWithin'>;

const DAY_MS: Ms = 86_400_000;
/** How exactly the time of a renewal between two samples is found. */
const EXACT_MS: Ms = 15 * 60_000;

/** All conditions that a rule reacts to, oldest first. @param spans of the endpoint in the range of the replay */
export async function storedConditions(
  id: EndpointId,
  spans: readonly StatusSpan[],
  config: Config,
  options: StoredConditionsOptions,
): Promise<readonly TimedCondition[]> {
  const { events } = config;
  const found: TimedCondition[] = [];
  if (events.includes('noData')) found.push(...noData(spans));
  if (events.includes('certificate') || events.includes('domain')) found.push(...(await expiries(id, config, options)));
  if (events.includes('pattern')) found.push(...(await patterns(id, config, options)));
  return found.toSorted((a, b) => a.at - b.at);
}

/** The starts of the spans in which an endpoint was slower than usual. Empty when this does not matter to the rule. */
export async function slowFrom(
  id: EndpointId,
  spans: readonly StatusSpan[],
  { events }: Config,
  { store, from, signal }: StoredConditionsOptions,
): Promise<ReadonlySet<EpochMs>> {
  const slow = new Set<EpochMs>();
  if (!events.includes('slow') || events.includes('degraded')) return slow;
  for (const span of spans) {
    if (span.status !== 'degraded' || span.to < from) continue;
    signal.throwIfAborted();
    const [last] = await store.checks(id, { before: span.to, limit: 1 });
    if (last?.details.warning?.code === SLOWER_THAN_USUAL) slow.add(span.from);
  }
  return slow;
}

function noData(spans: readonly StatusSpan[]): readonly TimedCondition[] {
  return spans.flatMap(({ status, reason, from: at }): readonly TimedCondition[] => {
    if (status === 'up' || status === 'degraded' || status === 'down') return [{ at, condition: noTrouble('noData') }];
    if (status !== 'unknown' || reason === undefined || OF_LOOKOUT.has(reason) || !isLocal(reason)) return [];
    return [{ at, condition: troubleOf('noData', at, { code: reason }) }];
  });
}

async function patterns(
  id: EndpointId,
  { pattern: text }: Config,
  { store, from, to }: StoredConditionsOptions,
): Promise<readonly TimedCondition[]> {
  const pattern = parsePattern(text);
  if (pattern === null) return [];
  const changes = patternChanges(pattern, await store.checkColumns(id, { from, to }));
  return changes.map(({ at, shown }) => ({
    at,
    condition: shown ? troubleOf('pattern', at, patternCause(text)) : noTrouble('pattern'),
  }));
}

/** What a check found out about when a certificate or a domain expires. */
interface Sample {
  readonly at: EpochMs;
  /** Null: it has none, or it does not say. */
  readonly expiry: Expiry | null;
}

/**
 * One check a day is enough to know when something expires; the days left at any time follow from that. The time of a
 * renewal is searched for between two of these checks.
 */
async function expiries(
  id: EndpointId,
  { expiresWithin }: Config,
  options: StoredConditionsOptions,
): Promise<readonly TimedCondition[]> {
  const samples = await sampled(id, options);
  const found: TimedCondition[] = [];
  for (const [index, { at, expiry }] of samples.entries()) {
    if (expiry === null) {
      for (const about of ['certificate', 'domain'] as const) found.push({ at, condition: noTrouble(about) });
      continue;
    }
    const until = samples[index + 1]?.at ?? options.to;
    // Just after the limit, when one whole day less is left.
    const limits = expiresWithin
      .map((days) => expiry.at - days * DAY_MS + 1)
      .filter((limit) => limit > at && limit < until);
    for (const time of [at, ...limits]) found.push({ at: time, condition: expiryCondition(expiry, time) });
  }
  return found;
}

async function sampled(id: EndpointId, options: StoredConditionsOptions): Promise<readonly Sample[]> {
  const { from, to } = options;
  const last = await sampleBefore(id, to, from, options);
  // Most kinds of checks check nothing that expires.
  if (last === null || last.expiry === null) {
    const earlier = await sampleBefore(id, (from + to) / 2, from, options);
    if (earlier === null || earlier.expiry === null) return [];
  }
  const samples: Sample[] = [];
  for (let before = from + EXACT_MS; ; before = Math.min(to, before + DAY_MS)) {
    const next = before >= to ? last : await sampleBefore(id, before, samples.at(-1)?.at ?? from, options);
    const previous = samples.at(-1);
    if (next !== null && next.at !== previous?.at) {
      const isRenewed = previous !== undefined && previous.expiry?.id !== next.expiry?.id;
      samples.push(isRenewed ? await firstLike(id, previous, next, options) : next);
      if (isRenewed) samples.push(next);
    }
    if (before >= to) return samples;
  }
}

/** The newest check before a time that can tell when something expires; null: there is none since `after`. */
async function sampleBefore(
  id: EndpointId,
  before: EpochMs,
  after: EpochMs,
  { store, expiryOf, signal }: StoredConditionsOptions,
): Promise<Sample | null> {
  // Usually, the first one is up, and each has a chain of certificates that the store would read and send for nothing.
  for (const limit of [1, LOOKED_AT]) {
    signal.throwIfAborted();
    for (const result of await store.checks(id, { before, limit })) {
      if (result.at < after) return null;
      const expiry = expiryOf(id, result);
      // A check that failed before the handshake has seen no certificate.
      if (expiry !== null || result.verdict === 'up' || result.verdict === 'degraded') return { at: result.at, expiry };
    }
  }
  return null;
}

/** The most checks that are searched for one that is not down. */
const LOOKED_AT = 3;

/** The first check that found the same certificate or domain as `like`, except for `EXACT_MS`. */
async function firstLike(
  id: EndpointId,
  before: Sample,
  like: Sample,
  options: StoredConditionsOptions,
): Promise<Sample> {
  let [known, first] = [before, like];
  while (first.at - known.at > EXACT_MS) {
    const middle = await sampleBefore(id, (known.at + first.at) / 2, known.at + 1, options);
    if (middle === null) break;
    if (middle.expiry?.id === like.expiry?.id) first = middle;
    else known = middle;
  }
  return first;
}
