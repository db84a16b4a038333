/** A journey as a step of another one. */
import type { Failure } from '../../../../contract/model/failure.ts';
import { failureOf } from '../../../base/failure.ts';
import { resolverFor } from '../../net/dns/own-resolver.ts';
import { stepsFailure } from './failures.ts';
import type { StepsFields } from './fields.ts';
import { judgeAnswer } from './judge-answer.ts';
import { Journey } from './journey.ts';
import { runAll, type Run } from './run.ts';
import type { StepUnderWay } from './run-request.ts';
import type { JourneyStep } from './step.ts';

/**
 * Runs the steps of the other endpoint, with its values and its connection. The cookies are those of the whole journey.
 * @returns why the step failed; null: it did not
 */
export async function runJourney(step: JourneyStep, run: Run, underWay: StepUnderWay): Promise<Failure | null> {
  const { journey: outer, context, probe } = run;
  const { reference: name } = step;
  if (context.members === undefined) return failureOf('local.engine', {});
  const circle = context.members.circle();
  if (circle !== null) return stepsFailure('steps.circle', { names: circle });
  const found = await context.members.configs(name);
  const [part] = found;
  if (part === undefined) return stepsFailure('steps.noJourney', { name, reason: 'none' });
  if (found.length > 1) return stepsFailure('steps.noJourney', { name, reason: 'several' });
  // Endpoints of the same kind have the same fields.
  const fields = part.config as StepsFields;
  for (const secret of part.secrets) outer.secrets.add(secret);
  const journey = new Journey(fields, outer.queries, { timeoutMs: outer.timeoutMs, outer, name: step.name });
  const resolver = resolverFor(fields, context.resolver);
  const failure = await runAll(journey.steps, { ...run, journey, probe: { ...probe, resolver } });
  if (failure !== null) return failure;
  const observed = { VALUE: journey.extracted() };
  const { signal } = probe;
  return judgeAnswer(step, { journey: outer, signal, observed, body: '', spentMs: underWay.spentMs() });
}
