/** One run of a journey. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { StepResult } from '../../../../contract/model/check.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { isLocal } from '../../../../contract/model/failure.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { resolverFor } from '../../net/own-resolver.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { toFailure } from '../../net/failures.ts';
import { conductCheck, type Probe } from '../../net/probe.ts';
import { withoutTexts } from '../../net/without-texts.ts';
import { stepsFailure } from './failures.ts';
import type { StepsFields } from './fields.ts';
import { Journey } from './journey.ts';
import { parseSteps } from './parse-steps.ts';
import { runRequest } from './run-request.ts';
import type { Step } from './step.ts';

/** Between two attempts of a step. */
const RETRY_MS = 500;

/** Runs the steps one after the other, until one fails that may not fail. */
export async function run(
  fields: StepsFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  await loadLibraries();
  const resolver = resolverFor(fields, context.resolver);
  const journey = new Journey(fields, context.queries ?? null);
  const outcome = await conductCheck({ ...context, resolver }, fields.timeout, async (probe) => {
    probe.details['steps'] = journey.results;
    const begun = performance.now();
    const steps = parseSteps(fields.steps);
    const failure = await runAll(steps, { probe, journey, begun });
    probe.observed['VALUE'] = journey.publicValues();
    return failure;
  });
  return withoutTexts(outcome, journey.secrets);
}

interface Run {
  readonly probe: Probe;
  readonly journey: Journey;
  /** On the monotonic clock. */
  readonly begun: Ms;
}

async function runAll(steps: readonly Step[], run: Run): Promise<Failure | null> {
  for (const [index, step] of steps.entries()) {
    const failure = await runWithRetries(step, run);
    if (failure === null || step.mayFail) continue;
    for (const skipped of steps.slice(index + 1)) note(skipped, run, { outcome: 'skipped' });
    return failure;
  }
  return null;
}

async function runWithRetries(step: Step, run: Run): Promise<Failure | null> {
  for (let attempt = 0; ; attempt += 1) {
    const failure = await runOnce(step, run, attempt);
    if (failure === null || isLocal(failure.code) || attempt >= step.retries) return failure;
    await pause(RETRY_MS, run.probe);
  }
}

async function runOnce(step: Step, run: Run, attempt: number): Promise<Failure | null> {
  const { probe, journey } = run;
  if (step.type === 'wait') {
    const result = note(step, run, {});
    const before = probe.watch.phases();
    await pause(step.ms, probe);
    journey.finish(result, { outcome: 'passed', probe, before });
    return null;
  }
  // The steps inside it have results of their own.
  if (step.type === 'group') return runAll(step.steps, run);
  const result = note(step, run, attempt > 0 ? { attempt: attempt + 1 } : {});
  const before = probe.watch.phases();
  let failure: Failure | null;
  try {
    failure = await runRequest(step, { probe, journey, result });
  } catch (error) {
    probe.watch.pause();
    // The deadline or a bug: the code that runs the check reports it.
    const known = probe.signal.aborted ? null : toFailure(error, probe.watch.phase);
    journey.finish(result, { outcome: 'failed', probe, before, ...(known === null ? {} : { failure: known }) });
    if (known === null) throw error;
    failure = known;
    return named(failure, step, result);
  }
  const outcome = failure === null ? 'passed' : step.mayFail ? 'allowed' : 'failed';
  journey.finish(result, { outcome, probe, before, ...(failure === null ? {} : { failure }) });
  return failure === null ? null : named(failure, step, result);
}

function note(step: Step, { journey, begun }: Run, more: Partial<StepResult>): StepResult {
  return journey.begin({
    name: step.name,
    startMs: performance.now() - begun,
    durationMs: 0,
    outcome: 'failed',
    ...more,
  });
}

/** The failure of a step as the failure of the journey, with the step's name. */
function named(failure: Failure, step: Step, { number }: Pick<StepResult, 'number'>): Failure {
  if (isLocal(failure.code)) return failure;
  const { code, params, phase, raw } = failure;
  const problem = {
    code,
    kind: 'steps',
    ...(params === undefined ? {} : { params }),
    ...(phase === undefined ? {} : { phase }),
  };
  const extras = { ...(phase === undefined ? {} : { phase }), ...(raw === undefined ? {} : { raw }) };
  return stepsFailure('steps.failed', { number, step: step.name, problem }, extras);
}

/** A step that waits, as the person asked. */
async function pause(ms: Ms, { signal, watch }: Probe): Promise<void> {
  watch.enter('pause');
  await untilAborted<void>(signal, (resolve) => {
    const timer = setTimeout(resolve, ms);
    return () => clearTimeout(timer);
  });
  watch.pause();
}
