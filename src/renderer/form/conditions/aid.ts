/** Data that helps to write conditions: the placeholders of the kind, and the values that a check observed. */
import { createContext, use } from 'react';
import type { KindDescriptor } from '../../../contract/descriptor.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { ConditionResult, Dialect, ObservedValues } from '../../../contract/model/condition.ts';
import type { Json } from '../../../contract/model/units.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { COMMON_PLACEHOLDERS, commonValues } from '../../../shared/common-placeholders.ts';
import type { CompletionContext } from './complete.ts';

/** The values that the last check or test observed. */
export interface Seen {
  readonly observed: ObservedValues;
  readonly results: readonly ConditionResult[];
}

export const NOTHING_SEEN: Seen = { observed: {}, results: [] };

export interface ConditionAid extends CompletionContext {
  /** The name of the kind. */
  readonly kind: string;
  readonly results: readonly ConditionResult[];
  /** Why the engine refused the endpoint. */
  readonly issues: readonly Issue[];
}

export function conditionAid(
  {
    kind,
    placeholders,
    phases,
    metrics,
    details,
  }: Pick<KindDescriptor, 'kind' | 'placeholders' | 'phases' | 'metrics' | 'details'>,
  dialect: Dialect,
  { observed, results }: Seen,
  issues: readonly Issue[],
): ConditionAid {
  const own = new Set(placeholders.map(({ name }) => name));
  return {
    kind,
    placeholders: [...placeholders, ...COMMON_PLACEHOLDERS.filter(({ name }) => !own.has(name))],
    parts: {
      PHASE: phases.map(({ name, label }) => ({ insert: name, meaning: `${label}, in milliseconds` })),
      CHANGED: details
        .filter(({ tracked }) => tracked !== undefined)
        .map(({ name, label }) => ({ insert: name, meaning: label })),
      METRIC: metrics.map(({ name, label }) => ({ insert: name, meaning: label })),
    },
    dialect,
    observed,
    results,
    issues,
  };
}

/** The values of placeholders in a stored check: the common values, and details with the same name. */
export function seenIn(check: CheckResult, { placeholders }: Pick<KindDescriptor, 'placeholders'>): Seen {
  const details = new Map(Object.entries(check.details).map(([name, value]) => [name.toUpperCase(), value]));
  const own = placeholders.flatMap(({ name }) => {
    const value = details.get(name.replaceAll('_', '')) as Json | undefined;
    const isPlain = typeof value !== 'object' || Array.isArray(value);
    return value === undefined || !isPlain ? [] : [[name, value] as const];
  });
  const observed = { ...Object.fromEntries(own), ...commonValues(check, check.at + check.durationMs) };
  return { observed, results: check.details.conditions ?? [] };
}

export const ConditionAidContext = createContext<ConditionAid | null>(null);

export function useConditionAid(): ConditionAid | null {
  return use(ConditionAidContext);
}
