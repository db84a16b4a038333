/** One run of a journey. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { StepResult } from '../../../../contract/model/check.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { isLocal } from '../../../../contract/model/failure.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { resolverFor } from '../../net/dns/own-resolver.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { toFailure } from '../../net/probe/failures.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { withoutTexts } from '../../net/probe/without-texts.ts';
import { stepsFailure } from './failures.ts';
import type { StepsFields } from './fields.ts';
import { Journey } from './journey.ts';
import { runJourney } from './run-journey.ts';
import { runRequest, type StepUnderWay } from './run-request.ts';
import type { AskingStep, Step } from './step.ts';

/** The pause between two attempts of a step. */
const RETRY_MS = 500;
/** The most requests of the journey and of those in it. */
const MAX_REQUESTS = 100;

/** Runs the steps one after the other, until one fails that may not fail. */
export async function run(
  fields: StepsFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  await loadLibraries();
  const resolver = resolverFor(fields, context.resolver);
  const journey = new Journey(fields, context.queries ?? null, { timeoutMs: fields.timeout });
  const outcome = await conductCheck({ ...context, resolver }, fields.timeout, async (probe) => {
    probe.details['steps'] = journey.results;
    const begun = performance.now();
    const run: Run = { probe, journey, begun, context, budget: { requests: MAX_REQUESTS } };
    const failure = await runAll(journey.steps, run);
    probe.observed['VALUE'] = journey.publicValues();
    return failure;
  });
  return withoutTexts(outcome, journey.secrets);
}

/** A journey under way. */
export interface Run {
  readonly probe: Probe;
  readonly journey: Journey;
  /** On the monotonic clock. */
  readonly begun: Ms;
  readonly context: CheckContext;
  /** How many requests all journeys together may still send. */
  readonly budget: { requests: number };
}

/** @returns the failure of the step that ended the journey; null: it has passed */
export async function runAll(steps: readonly Step[], run: Run): Promise<Failure | null> {
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
    failure = await ask(step, run, { probe, journey, result, spentMs: () => spentSince(before, probe) });
  } catch (error) {
    probe.watch.pause();
    // The deadline or a bug: the code that runs the check reports it.
    const known = probe.signal.aborted ? null : toFailure(error, probe.watch.phase);
    journey.finish(result, { outcome: 'failed', probe, before, ...(known === null ? {} : { failure: known }) });
    if (known === null) throw error;
    failure = known;
    return named(failure, result);
  }
  const outcome = failure === null ? 'passed' : step.mayFail ? 'allowed' : 'failed';
  journey.finish(result, { outcome, probe, before, ...(failure === null ? {} : { failure }) });
  return failure === null ? null : named(failure, result);
}

async function ask(step: AskingStep, run: Run, underWay: StepUnderWay): Promise<Failure | null> {
  if (step.type === 'journey') return runJourney(step, run, underWay);
  if (run.budget.requests === 0) return stepsFailure('steps.tooMany', { max: MAX_REQUESTS });
  run.budget.requests -= 1;
  if (step.type === 'request') return runRequest(step, underWay);
  // The time to load code is not the endpoint's, and no phase is under way.
  const { runGrpc } = await import('./run-grpc.ts');
  return runGrpc(step, underWay);
}

function spentSince(before: Readonly<Record<string, Ms>>, { watch }: Probe): Ms {
  const spent = Object.entries(watch.phases()).map(([name, ms]) => ms - (before[name] ?? 0));
  return spent.reduce((sum, ms) => sum + ms, 0);
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

/** The failure of a step as the failure of the journey, with the step's name. That of a step in a journey has one already. */
function named(failure: Failure, { number, name }: Pick<StepResult, 'number' | 'name'>): Failure {
  if (isLocal(failure.code) || failure.code === 'steps.failed') return failure;
  const { code, params, phase, raw } = failure;
  const problem = {
    code,
    kind: 'steps',
    ...(params === undefined ? {} : { params }),
    ...(phase === undefined ? {} : { phase }),
  };
  const extras = { ...(phase === undefined ? {} : { phase }), ...(raw === undefined ? {} : { raw }) };
  return stepsFailure('steps.failed', { number, step: name, problem }, extras);
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
