/** One check of a page in a browser. */
import { EVIDENCE_CHARACTERS } from '../../../../contract/model/evidence.ts';
import type { StepResult } from '../../../../contract/model/check.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { fill } from '../../fields/templates.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { parseActions } from './actions.ts';
import { Chromium, ProtocolError } from './chromium.ts';
import { browserFailure } from './failures.ts';
import type { BrowserFields } from './fields.ts';
import { findBrowser } from '../../../base/find-browser.ts';
import { Page } from './page.ts';
import { perform } from './perform.ts';

/** The longest HAR, in characters. A longer one would be cut, and would no longer be JSON. */
const MAX_HAR = 8 * EVIDENCE_CHARACTERS;

/** Opens the page, does the actions, and reads the vitals. */
export function run(
  fields: BrowserFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const begun = performance.now();
    const path = await findBrowser();
    if (path === null) throw new FailureError(failureOf('local.program', { program: 'Chromium', reason: 'missing' }));
    let chromium: Chromium | undefined;
    try {
      chromium = await Chromium.launch({ path, verifyTls: fields.verifyTls, signal: probe.signal });
      const page = await Page.open(chromium, fields, probe.signal);
      // The time to start the browser is not the page's.
      probe.watch.exclude(performance.now() - begun);
      return await visit(page, fields, probe);
    } catch (error) {
      if (error instanceof ProtocolError && !probe.signal.aborted) {
        throw new FailureError(
          browserFailure('browser.crashed', {}, { phase: probe.watch.phase ?? 'load', raw: error.message }),
        );
      }
      throw error;
    } finally {
      probe.watch.pause();
      await chromium?.close();
    }
  });
}

async function visit(page: Page, fields: BrowserFields, probe: Probe): Promise<Failure | null> {
  const { details, metrics, observed, wanted, watch } = probe;
  watch.enter('load');
  try {
    const failure = (await page.load(fields.url)) ?? (await act(page, fields, probe));
    watch.pause();
    Object.assign(metrics, await page.vitals());
    details['title'] = cut(await page.title(), 300);
    observed['TITLE'] = details['title'] as string;
    details['pageUrl'] = cut(page.url, 1_000);
    if (wanted.has('BODY')) observed['BODY'] = await page.html();
    const judged = failure ?? consoleFailure(page, fields);
    if (judged !== null) await noteEvidence(page, probe);
    return judged;
  } finally {
    watch.pause();
    if (page.status !== null) {
      details['status'] = page.status;
      observed['STATUS'] = page.status;
    }
    metrics['requests'] = page.har.requests;
    metrics['bytes'] = page.har.bytes;
    metrics['consoleErrors'] = page.consoleErrors.length;
    if (page.consoleErrors.length > 0) details['consoleErrors'] = page.consoleErrors;
  }
}

type Result = { -readonly [Key in keyof StepResult]: StepResult[Key] };

async function act(page: Page, fields: BrowserFields, probe: Probe): Promise<Failure | null> {
  const { status } = page;
  // A condition on the status decides about it.
  if (status !== null && status >= 400 && !probe.wanted.has('STATUS'))
    return browserFailure('browser.status', { status });
  const actions = parseActions(fields.actions);
  if (actions.length === 0) return null;
  probe.watch.enter('actions');
  const values = new Map(Object.entries(fields.values).map(([name, value]) => [name, fill(value, new Map())]));
  const results: Result[] = actions.map(({ text }, index) => ({
    number: index + 1,
    name: cut(text, 100),
    startMs: 0,
    durationMs: 0,
    outcome: 'skipped',
  }));
  probe.details['steps'] = results;
  const begun = performance.now();
  for (const [index, action] of actions.entries()) {
    const result = results[index];
    if (result === undefined) break;
    result.outcome = 'failed';
    result.startMs = Math.round(performance.now() - begun);
    const failure = await perform(page, action, { values, number: index + 1 });
    result.durationMs = Math.round(performance.now() - begun - result.startMs);
    if (failure !== null) return failure;
    result.outcome = 'passed';
  }
  return null;
}

function consoleFailure({ consoleErrors }: Page, { failOnConsoleErrors }: BrowserFields): Failure | null {
  const [first] = consoleErrors;
  if (!failOnConsoleErrors || first === undefined) return null;
  return browserFailure('browser.console', { count: consoleErrors.length, first: cut(first, 200) });
}

/** Adds a screenshot and the list of what the page loaded to the evidence, while the browser still runs. */
async function noteEvidence(page: Page, { evidence }: Probe): Promise<void> {
  const image = await page.screenshot();
  if (image !== null) evidence.note('screenshot', () => image);
  const har = page.har.toJson(MAX_HAR);
  evidence.note('har', () => har);
}
