/** What-if: how long it takes to replay 30 days of 100 endpoints through a rule, and whether the loop stays free meanwhile. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import type { RuleConfig } from '../../src/contract/model/alert-rule.ts';
import { expiryOf } from '../../src/engine/alerts/alert-conditions.ts';
import { ruleWhatIf } from '../../src/engine/alerts/what-if/rule-what-if.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import type { Store } from '../../src/engine/store/store.ts';
import type { BenchCase, Report } from '../case.ts';
import { row } from '../case.ts';
import { makeEndpoint } from '../harness/history.ts';
import { formatNumber, formatSpread, quantile, spread } from '../harness/stats.ts';
import { STORE_WORKER_URL } from '../harness/store-worker-url.ts';

const DAY_MS = 86_400_000;
const ENDPOINTS = 100;
const DAYS = 30;
/**
 * Outages of each endpoint per day: an ordinary month has fewer than the first value; the second is a very bad month.
 */
const OUTAGES = [1, 4] as const;
const TURNS = 5;
const NOW = Date.UTC(2026, 5, 1);
const AIM_MS = 1_000;

/** How long single checks are kept. Each endpoint is checked every 5 minutes. */
const RESULT_DAYS = 14;
const RESULT_EVERY_MS = 300_000;

const ENDPOINT_LIST = Array.from({ length: ENDPOINTS }, (_, index) =>
  makeEndpoint(index, `https://site${index}.example/`, 0),
);

const RULE: RuleConfig = {
  name: 'Everything',
  enabled: true,
  match: {},
  events: ['down', 'up'],
  channels: ['ops', 'mail'],
  after: 120_000,
  repeat: 600_000,
  steps: [{ after: 900_000, channels: ['phone'] }],
  hours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00', timezone: 'Europe/Berlin' },
  titleTemplate: '',
  bodyTemplate: '',
  expiresWithin: [14, 7, 1],
  pattern: '',
};

/** Every event that stored history carries. */
const ALL_EVENTS: RuleConfig = {
  ...RULE,
  events: ['down', 'degraded', 'certificate', 'domain', 'budget', 'pattern', 'noData', 'up'],
  pattern: '3 of 5',
};

async function run(options: Parameters<BenchCase['run']>[0]): Promise<Report> {
  const ordinary = await replay(options, { outagesADay: OUTAGES[0] });
  const terrible = await replay(options, { outagesADay: OUTAGES[1] });
  const all = await replay(options, { outagesADay: OUTAGES[0], rule: ALL_EVENTS });
  return {
    rows: [
      row(
        `${DAYS} days of ${ENDPOINTS} endpoints, ${ordinary.outages} outages`,
        formatSpread(spread(ordinary.took), 'ms'),
        {
          aim: `under ${formatNumber(AIM_MS)} ms`,
          reached: quantile(ordinary.took, 0.5) < AIM_MS,
        },
      ),
      row('loop delay during it, p99', formatSpread(spread(ordinary.delays), 'ms')),
      row(`the same with ${terrible.outages} outages`, formatSpread(spread(terrible.took), 'ms')),
      row('loop delay during it, p99', formatSpread(spread(terrible.delays), 'ms')),
      row(
        `a rule with all events, ${formatNumber(ENDPOINTS * RESULT_DAYS * (DAY_MS / RESULT_EVERY_MS))} checks`,
        formatSpread(spread(all.took), 'ms'),
        { aim: `under ${formatNumber(AIM_MS)} ms`, reached: quantile(all.took, 0.5) < AIM_MS },
      ),
      row('loop delay during it, p99', formatSpread(spread(all.delays), 'ms')),
    ],
    how: [
      `${TURNS} turns each, the store in its worker thread as in the app. The rule has a delay, reminders, escalations and hours; it would have sent ${formatNumber(ordinary.messages)} and ${formatNumber(terrible.messages)} messages. The loop delay is that of a timer of 1 ms: reading the answers of the store and replaying them are both on this loop, in time slices. The rule with all events also reads the single checks of ${RESULT_DAYS} days, one per 5 minutes, the certificates in them, and an objective of 99.9 % for each endpoint; it would have sent ${formatNumber(all.messages)}.`,
    ],
    leftOut: [],
  };
}

interface Replayed {
  readonly outagesADay: number;
  /** The rule, for which single checks are stored; default: a rule about down and up, without single checks. */
  readonly rule?: RuleConfig;
}

async function replay({ bed }: Parameters<BenchCase['run']>[0], { outagesADay, rule }: Replayed) {
  const store = await openFilled(join(await bed.newDir('what-if'), 'lookout.db'), outagesADay);
  if (rule !== undefined) await fillResults(store);
  bed.defer(() => store.close());
  const took: number[] = [];
  const delays: number[] = [];
  let messages = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const began = performance.now();
    const { would } = await ruleWhatIf(rule ?? RULE, null, DAYS, {
      store,
      log: () => undefined,
      now: NOW,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      endpoints: () => ENDPOINT_LIST.map((endpoint) => ({ endpoint, host: endpoint.target, maintenance: null })),
      silencesWithin: () => [],
      parents: new Map(),
      spansOf: (id, range) => store.spans(id, range),
      objectives: ENDPOINT_LIST.map(({ id, config: { name } }) => ({
        config: { name, target: 99.9 },
        endpoints: [id],
      })),
      expiryOf: (_, result) => expiryOf(result, {}),
      resultsFrom: NOW - RESULT_DAYS * DAY_MS,
    });
    took.push(performance.now() - began);
    delay.disable();
    delays.push(delay.percentile(99) / 1e6);
    messages = would.messages;
  }
  return { took, delays, messages, outages: formatNumber(ENDPOINTS * DAYS * outagesADay) };
}

async function openFilled(file: string, outagesADay: number): Promise<Store> {
  const store = createSqliteStore({ file, workerUrl: STORE_WORKER_URL, log: () => undefined });
  await store.open(NOW);
  await store.saveEndpoints(ENDPOINT_LIST);
  for (const [index, { id }] of ENDPOINT_LIST.entries()) {
    for (let outage = 0; outage < DAYS * outagesADay; outage += 1) {
      const from = NOW - DAYS * DAY_MS + (outage * DAY_MS) / outagesADay + index * 20_000;
      const until = from + 60_000 + ((index * 7 + outage) % 30) * 60_000;
      store.recordSpan({ endpointId: id, status: 'down', from, to: until });
      store.recordSpan({ endpointId: id, status: 'up', from: until, to: from + DAY_MS / outagesADay });
    }
    await store.flush();
  }
  return store;
}

async function fillResults(store: Store): Promise<void> {
  const tls = { protocol: 'TLSv1.3', cipher: '', alpn: '', authorized: true };
  for (const [index, { id }] of ENDPOINT_LIST.entries()) {
    const certificate = { subject: id, issuer: '', names: [], validFrom: 0, validTo: NOW + index * DAY_MS, serial: '' };
    const chain = [{ ...certificate, fingerprint: id }];
    for (let at = NOW - RESULT_DAYS * DAY_MS; at < NOW; at += RESULT_EVERY_MS) {
      const isDown = (at / RESULT_EVERY_MS + index) % 97 === 0;
      store.recordResult({
        endpointId: id,
        at,
        verdict: isDown ? 'down' : 'up',
        durationMs: 20 + ((at / RESULT_EVERY_MS) % 13),
        queuedMs: 0,
        lateMs: 0,
        selfMs: 0,
        disturbed: false,
        swallowed: null,
        phases: {},
        metrics: {},
        failure: isDown ? { code: 'connect.refused' } : null,
        details: isDown ? {} : { tls: { ...tls, chain } },
      });
    }
    await store.flush();
  }
}

export const whatIf: BenchCase = { name: 'what-if', title: 'What-if over 30 days of 100 endpoints', run };
