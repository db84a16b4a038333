/** Alerts: 10,000 endpoints go down within a second, with channels that answer, and with 50 more that hang. */
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SendResult } from '../../src/contract/model/alert.ts';
import type { AlertRule } from '../../src/contract/model/alert-rule.ts';
import { AlertCenter } from '../../src/engine/alerts/alert-center.ts';
import { Outbox } from '../../src/engine/alerts/outbox.ts';
import { readRule } from '../../src/engine/alerts/rule-schema.ts';
import { systemClock, systemTimers } from '../../src/engine/node-ports.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import type { BenchCase, Report } from '../case.ts';
import { row } from '../case.ts';
import { makeEndpoint } from '../harness/history.ts';
import { formatNumber, formatSpread, quantile, spread } from '../harness/stats.ts';
import { STORE_WORKER_URL } from '../harness/store-worker-url.ts';

const ENDPOINTS = 10_000;
const HANGING = 50;
const TURNS = 3;
/** The first message waits for 3 s, so that it names all of the endpoints. */
const AIM_MS = 6_000;
/** Checks end over one second, in this many turns of the event loop. */
const SLICES = 100;
const ANSWERS = 'answers';

const ENDPOINT_LIST = Array.from({ length: ENDPOINTS }, (_, index) =>
  makeEndpoint(index, `https://site${index}.example/`, 0),
);

interface Turn {
  /** From the first failed check to the first message at the channel. */
  readonly alertMs: number;
  readonly messages: number;
  readonly delayMs: number;
  readonly memoryBytes: number;
}

async function run({ bed }: Parameters<BenchCase['run']>[0]): Promise<Report> {
  const turns: { readonly none: Turn[]; readonly hanging: Turn[] } = { none: [], hanging: [] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    turns.none.push(await goDown(join(await bed.newDir('many-down'), 'lookout.db'), 0));
    turns.hanging.push(await goDown(join(await bed.newDir('many-down'), 'lookout.db'), HANGING));
  }
  const of = (all: readonly Turn[], name: keyof Turn): number[] => all.map((turn) => turn[name]);
  const [delay, delayHanging] = [of(turns.none, 'delayMs'), of(turns.hanging, 'delayMs')];
  const ratio = quantile(delayHanging, 0.5) / quantile(delay, 0.5);
  const alertMs = of(turns.none, 'alertMs');
  return {
    rows: [
      row(
        `${formatNumber(ENDPOINTS)} endpoints down in one second: time to the alert`,
        formatSpread(spread(alertMs), 'ms'),
        {
          aim: `under ${formatNumber(AIM_MS)} ms`,
          reached: quantile(alertMs, 0.5) < AIM_MS,
        },
      ),
      row('messages', formatSpread(spread(of(turns.none, 'messages')), '')),
      row('loop delay during it, p99', formatSpread(spread(delay), 'ms')),
      row(`the same with ${HANGING} channels that hang`, formatSpread(spread(delayHanging), 'ms'), {
        baseline: formatSpread(spread(delay), 'ms'),
        ratio: ratio.toFixed(2),
      }),
      row('memory during it', formatSpread(spread(of(turns.none, 'memoryBytes').map((bytes) => bytes / 1e6)), 'MB')),
    ],
    how: [
      `${TURNS} turns of each, alternating, with the store in its worker thread as in the app. The checks end over one second, in ${SLICES} turns of the loop. The time to the alert includes the 3 s for which the first message waits. The loop delay is that of a timer of 1 ms: a check that is due then is late by the same time. The memory is how much the heap grew.`,
    ],
    leftOut: [],
  };
}

async function goDown(file: string, hanging: number): Promise<Turn> {
  const server = createServer((request, response) => {
    // The hanging ones read the request and never answer.
    if (request.url === `/${ANSWERS}`) response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const store = createSqliteStore({ file, workerUrl: STORE_WORKER_URL, log: () => undefined });
  await store.open(Date.now());
  const names = [ANSWERS, ...Array.from({ length: hanging }, (_, index) => `hangs${index}`)];
  const delivered = Promise.withResolvers<number>();
  let messages = 0;
  const outbox = new Outbox({
    clock: systemClock,
    timers: systemTimers,
    log: () => undefined,
    store,
    hasChannel: () => true,
    onChange: () => undefined,
    async send({ channelId, alert }, signal): Promise<SendResult> {
      const body = JSON.stringify(alert);
      const response = await fetch(`http://127.0.0.1:${port}/${channelId}`, { method: 'POST', body, signal });
      await response.text();
      messages += 1;
      delivered.resolve(performance.now());
      return { outcome: 'delivered', answer: 'ok' };
    },
  });
  const subjects = ENDPOINT_LIST.map((endpoint) => ({ endpoint, host: endpoint.target, maintenance: null }));
  const byId = new Map(subjects.map((subject) => [subject.endpoint.id, subject]));
  const rule = ruleFor(names);
  const center = new AlertCenter({
    clock: systemClock,
    timers: systemTimers,
    log: () => undefined,
    store,
    find: (id) => byId.get(id),
    rules: () => [rule],
    channelId: (name) => name,
    channel: (id) => ({ name: id, keepsOpen: false }),
    blockOf: () => null,
    deliver: (deliveries) => outbox.add(deliveries),
    onChange: () => undefined,
  });
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  for (let slice = 0; slice < SLICES; slice += 1) {
    for (const subject of subjects.slice((slice * ENDPOINTS) / SLICES, ((slice + 1) * ENDPOINTS) / SLICES)) {
      const since = Date.now();
      center.checked(subject, { about: 'status', severity: 'down', since, incident: null, warning: null });
    }
    await sleep(Math.max(0, began + ((slice + 1) * 1_000) / SLICES - performance.now()));
  }
  const alertMs = (await delivered.promise) - began;
  await sleep(500);
  delay.disable();
  const memoryBytes = process.memoryUsage().heapUsed - heap;
  center.stop();
  outbox.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await store.close();
  return { alertMs, messages, delayMs: delay.percentile(99) / 1e6, memoryBytes };
}

/** With more channels than a person may give to a rule. */
function ruleFor(channels: readonly string[]): AlertRule {
  const read = readRule({ name: 'Everything', channels: [] });
  if (!read.ok) throw new Error('The rule is not valid');
  return { id: 'rule', source: 'hand', config: { ...read.config, channels } };
}

export const manyDown: BenchCase = { name: 'many-down', title: '10,000 endpoints that go down in one second', run };
