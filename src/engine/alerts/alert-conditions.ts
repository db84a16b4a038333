/** Turns the results of checks into conditions, by topic, and decides what a condition means for a rule. Pure. */
import type { AlertTopic } from '../../contract/model/alert.ts';
import type { RuleConfig, RuleEvent } from '../../contract/model/alert-rule.ts';
import type { CheckResult } from '../../contract/model/check.ts';
import type { RecentChecks } from '../../contract/model/endpoint.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { BurnLevel } from '../../contract/model/objective.ts';
import type { CheckKind, Expiry } from '../check/kind.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import { matches } from '../../shared/endpoint-match.ts';
import type { AlertedEndpoint, Condition, Trouble } from './alerted-endpoint.ts';
import { parsePattern, showsPattern, type PatternCheck } from './check-pattern.ts';

const DAY_MS = 86_400_000;
/** How urgent it is that an objective is missed. */
export const BURN_LEVELS: Readonly<Record<BurnLevel, number>> = { steady: 1, slow: 2, fast: 3 };
/** The code of the warning of an endpoint that is slower than usual. */
export const SLOWER_THAN_USUAL = 'latency.unusual';

/** All is well. */
export function noTrouble(about: AlertTopic): Condition {
  return { about, severity: null, since: 0, incident: null, warning: null };
}

/** @param warning why; null: for a reason that is not a failure */
export function troubleOf(about: AlertTopic, since: EpochMs, warning: FailureSummary | null = null): Trouble {
  return { about, severity: 'degraded', since, incident: null, warning };
}

/** When the endpoint's certificate or domain expires; null: the check does not say. */
export function expiryOf(result: CheckResult, kind: Pick<CheckKind, 'expires'>): Expiry | null {
  if (kind.expires !== undefined) return kind.expires(result);
  const [certificate] = result.details.tls?.chain ?? [];
  return certificate === undefined
    ? null
    : { what: 'certificate', at: certificate.validTo, id: certificate.fingerprint };
}

/** Whether it is near enough depends on the rule: see `forRule`. */
export function expiryCondition(expiry: Expiry, now: EpochMs): Condition {
  return {
    ...troubleOf(expiry.what, now, {
      code: 'alert.cause.expires',
      params: { reason: expiry.what, expiresOn: expiry.at },
    }),
    expiry,
    // Within a day, the decision of a rule about it does not change.
    key: `${expiry.id} ${Math.floor((expiry.at - now) / DAY_MS)}`,
  };
}

/** The endpoint cannot be judged, for a reason that is not one of Lookout's own troubles. */
export function noDataCondition({ at, failure }: CheckResult): Condition {
  return troubleOf('noData', at, failure && summarizeFailure(failure));
}

/** An objective of the endpoint is being missed. @param name of the objective */
export function budgetCondition(since: EpochMs, level: BurnLevel, name: string): Condition {
  const warning = { code: 'alert.cause.budget', params: { name, reason: level } };
  return { ...troubleOf('budget', since, warning), level: BURN_LEVELS[level], key: level };
}

/** Why a rule with a pattern alerts. */
export function patternCause(pattern: string): FailureSummary {
  return { code: 'alert.cause.pattern', params: { pattern } };
}

/** @param recent oldest first */
export function patternCondition({ at, verdict, durationMs }: RecentChecks): Condition {
  const checks = at.map((_, index): PatternCheck => ({
    verdict: verdict[index] ?? 'unknown',
    durationMs: durationMs[index] ?? 0,
  }));
  const since = at.at(-1) ?? 0;
  return { ...troubleOf('pattern', since), checks, key: String(since) };
}

/**
 * What a condition is for a rule.
 * @param goesOn the rule has an open alert about it
 */
export function forRule(condition: Condition, config: RuleConfig, now: EpochMs, goesOn: boolean): Condition {
  const { expiry, checks } = condition;
  if (expiry !== undefined) {
    const level = config.expiresWithin.filter((days) => expiry.at - now <= days * DAY_MS).length;
    return level === 0 ? { ...condition, severity: null } : { ...condition, level };
  }
  if (checks !== undefined) {
    const pattern = parsePattern(config.pattern);
    if (pattern === null || !showsPattern(pattern, checks, goesOn)) return { ...condition, severity: null };
    return { ...condition, warning: patternCause(config.pattern) };
  }
  return condition;
}

/** Whether a rule begins an alert about a condition of an endpoint. */
export function means({ events, match }: RuleConfig, { endpoint }: AlertedEndpoint, condition: Condition): boolean {
  const { about, severity, warning } = condition;
  if (severity === null) return false;
  // Lookout itself is not one of the endpoints that a match can choose.
  if (about === 'lookout') return events.includes('lookout');
  return (about === 'status' ? isMeant(events, severity, warning) : events.includes(about)) && matches(match, endpoint);
}

function isMeant(events: readonly RuleEvent[], severity: 'down' | 'degraded', warning: Condition['warning']): boolean {
  if (events.includes(severity)) return true;
  return severity === 'degraded' && events.includes('slow') && warning?.code === SLOWER_THAN_USUAL;
}
