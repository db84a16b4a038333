/** How an endpoint's stored checks would have been judged with other settings. */
import type { CheckResult } from '../../contract/model/check.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { EndpointWhatIf, WhatIfSettings } from '../../contract/model/what-if.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import { toIssues } from '../base/accepts.ts';
import { issuesWithin } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import type { RunContext } from '../base/runs.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import { commonSchema } from '../check/common.ts';
import type { Store } from '../store/store.ts';
import { toleranceOf } from '../verdict/timeline.ts';
import { JudgedAgain, type JudgedSettings } from './judge-again.ts';

export interface EndpointWhatIfOptions extends RunContext<number> {
  readonly store: Pick<Store, 'checks' | 'spans'>;
  readonly now: EpochMs;
  /** Before this time, only failed checks are stored. */
  readonly resultsFrom: EpochMs;
}

const DAY_MS: Ms = 86_400_000;
/** How many checks are read at a time. */
const PAGE = 2_000;

/** @throws RequestError `invalid`, with paths such as `config.retries` */
export async function endpointWhatIf(
  { id, config }: { readonly id: EndpointId; readonly config: CommonConfig & { readonly kind: string } },
  changes: WhatIfSettings,
  days: number,
  options: EndpointWhatIfOptions,
): Promise<EndpointWhatIf> {
  const settings = readSettings(config, changes);
  const { store, now: to, resultsFrom, signal, onProgress } = options;
  const from = Math.max(to - days * DAY_MS, resultsFrom);
  const spans = (await store.spans(id, { from, to })).filter(({ status }) => status === 'maintenance');
  const shared = {
    own: config,
    tolerance: toleranceOf(config),
    inMaintenance: (at: EpochMs) => spans.some((span) => span.from <= at && at < span.to),
  };
  const would = new JudgedAgain({ ...shared, settings });
  const own = new JudgedAgain({ ...shared, settings: config });
  const pages = await readPages(id, { from, to }, options);
  const checks = pages.reduce((sum, page) => sum + page.length, 0);
  await inTimeSlices(
    oldestFirst(pages),
    (check) => {
      would.add(check);
      own.add(check);
    },
    signal,
  );
  onProgress(1);
  const first = pages.at(-1)?.at(-1)?.at;
  return {
    from: first ?? to,
    to,
    checks,
    would: would.end(to),
    now: own.end(to),
    newConditions: settings.conditions.filter((condition) => !config.conditions.includes(condition)).length,
  };
}

function readSettings(config: CommonConfig & { readonly kind: string }, changes: WhatIfSettings): JudgedSettings {
  const schema = commonSchema().pick({
    retries: true,
    retryInterval: true,
    downFor: true,
    degradedAbove: true,
    conditions: true,
  });
  const { retries, retryInterval, downFor = null, degradedAbove, conditions } = config;
  const input = { retries, retryInterval, downFor, degradedAbove, conditions, ...changes };
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw invalid(issuesWithin('config', toIssues(read.error, { shape: schema.shape, input, kind: config.kind })));
}

/**
 * Reads the checks of a range in pages, newest first. Keeps only what decides about each check, because there may be
 * many.
 */
async function readPages(
  id: EndpointId,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
  { store, signal, onProgress }: EndpointWhatIfOptions,
): Promise<readonly (readonly CheckResult[])[]> {
  const pages: (readonly CheckResult[])[] = [];
  let before = to;
  for (;;) {
    signal.throwIfAborted();
    const page = await store.checks(id, { before, limit: PAGE });
    const wanted = page.filter(({ at }) => at >= from);
    pages.push(wanted.map(essence));
    const last = page.at(-1)?.at;
    if (last === undefined || page.length < PAGE || last < from) return pages;
    before = last;
    onProgress((to - before) / (to - from));
  }
}

function essence(check: CheckResult): CheckResult {
  const { conditions, warning } = check.details;
  const details = {
    ...(conditions === undefined ? {} : { conditions }),
    ...(warning === undefined ? {} : { warning }),
  };
  return { ...check, details, phases: {}, metrics: {} };
}

function* oldestFirst(pages: readonly (readonly CheckResult[])[]): Generator<CheckResult> {
  for (const page of pages.toReversed()) yield* page.toReversed();
}
