/** Takes values from the answer of a step, and judges its conditions. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { Json, Ms } from '../../../../contract/model/units.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { compileConditions } from '../../../conditions/compile.ts';
import { judgeConditions } from '../../../conditions/judge.ts';
import { Observation, queryKey } from '../../../conditions/observation.ts';
import { textOf } from '../../../conditions/operand-value.ts';
import { fillCondition } from './check-steps.ts';
import { captureIn, readSource, type Source } from './extract.ts';
import { placeholdersOf } from './placeholders.ts';
import { stepsFailure } from './failures.ts';
import type { Journey } from './journey.ts';
import type { AskingStep } from './step.ts';

/** The answer that a step received. */
export interface StepAnswer {
  readonly journey: Journey;
  readonly signal: AbortSignal;
  /** The values of the placeholders. */
  readonly observed: Readonly<Record<string, Json>>;
  /** For queries; empty: there is none. */
  readonly body: string;
  /** How long the step has taken. */
  readonly spentMs: Ms;
}

/** @returns why the step failed; null: it did not. @throws FailureError when a query fails; the signal's reason */
export async function judgeAnswer(step: AskingStep, answer: StepAnswer): Promise<Failure | null> {
  const { journey, signal } = answer;
  const placeholders = placeholdersOf(step);
  const observed = { ...answer.observed, RESPONSE_TIME: Math.round(answer.spentMs) };
  for (const [name, text] of step.extract) {
    const source = readSource(text, placeholders);
    const value = source === null ? undefined : await valueOf(name, source, { ...answer, observed });
    const of = step.type === 'journey' ? 'journey' : 'response';
    if (value === undefined) return stepsFailure('steps.notExtracted', { name, source: text, of });
    journey.set(name, value, /\[COOKIE\]/iu.test(text));
  }
  if (step.conditions.length === 0) return null;
  const texts = step.conditions.map((text) => fillCondition(text, journey.values));
  const compiled = compileConditions(texts, 'lookout', placeholders);
  const { queries } = journey;
  const results = await judgeConditions(compiled, observed, { queries, signal, memory: new Map() });
  const [first, ...others] = results.filter(({ holds, severity }) => !holds && severity === 'fail');
  if (first === undefined) return null;
  const { reason = null, source = null, problem = null } = first.obstacle ?? {};
  return failureOf('condition.failed', { condition: first.shown, reason, source, problem, more: others.length });
}

/** Whether a condition of the step is about its status, which then decides alone. */
export function namesStatus({ conditions }: AskingStep): boolean {
  return conditions.some((text) => /\[STATUS\]/iu.test(text));
}

/** Undefined: there is no such value. @throws FailureError when the query fails */
async function valueOf(
  wanted: string,
  source: Source,
  { observed, body, journey, signal }: StepAnswer,
): Promise<string | undefined> {
  const { name, query } = source.placeholder;
  const answers = new Map();
  if (query.language !== 'path') {
    if (journey.queries === null) return undefined;
    const [found] = await journey.queries.run(body, [query], signal);
    if (found?.absence?.code === 'queryFailed') {
      const { reason: problem } = found.absence;
      throw new FailureError(
        stepsFailure('steps.queryFailed', { name: wanted, source: source.placeholder.source, problem }),
      );
    }
    answers.set(queryKey(name, query), found);
  }
  const { value, absence } = new Observation(observed, answers).look(source.placeholder);
  if (absence !== null) return undefined;
  // If a query finds several values, the first one counts.
  const first = query.language !== 'path' && Array.isArray(value) ? (value[0] as Json | undefined) : value;
  return first === undefined ? undefined : captureIn(source, textOf(first));
}
