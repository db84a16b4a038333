/** Alerts: how late checks start while 50 channels hang, compared with none. */
import { createServer } from 'node:net';
import type { BenchCase, CaseOptions, Report } from '../case.ts';
import { row } from '../case.ts';
import { formatNumber, formatSpread, quantile, spread } from '../harness/stats.ts';
import { sleep } from '../harness/test-bed.ts';
import type { EngineMeasured } from '../processes/engine-host.ts';

const ENDPOINTS = 1000;
const INTERVAL_MS = 10_000;
const HANGING = 50;
const TURNS = 3;
const WINDOW_MS = 4_000;
/** The first message of an alert waits for 3 s, so that it names all of its endpoints. */
const MESSAGES_BEGIN_MS = 4_000;

async function run(options: CaseOptions): Promise<Report> {
  const { bed } = options;
  let connections = 0;
  const hanging = createServer((socket) => {
    connections += 1;
    socket.on('error', () => socket.destroy());
    socket.resume();
  });
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  bed.defer(() => void hanging.close());
  const address = hanging.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const channels = Array.from({ length: HANGING }, (_, index) => `http://127.0.0.1:${port}/${index}`);

  const turns: { readonly none: EngineMeasured[]; readonly hanging: EngineMeasured[] } = { none: [], hanging: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    turns.none.push(await measure(options, []));
    const before = connections;
    turns.hanging.push(await measure(options, channels));
    if (connections - before < HANGING) {
      throw new Error(`expected ${HANGING} messages that hang, got ${connections - before}`);
    }
  }
  const p99 = (all: readonly EngineMeasured[]) => all.map(({ lateness }) => lateness.p99);
  const missed = [...turns.none, ...turns.hanging].reduce((sum, one) => sum + one.missedSlots, 0);
  return {
    rows: [
      row(`lateness p99 with ${HANGING} channels that hang`, formatSpread(spread(p99(turns.hanging)), 'ms'), {
        baseline: formatSpread(spread(p99(turns.none)), 'ms'),
        ratio: (quantile(p99(turns.hanging), 0.5) / quantile(p99(turns.none), 0.5)).toFixed(2),
        aim: '1.0 within noise',
      }),
      row('missed slots', formatNumber(missed), { aim: '0', reached: missed === 0 }),
    ],
    how: [
      `${TURNS} turns of each, alternating: the whole engine checks ${formatNumber(ENDPOINTS)} endpoints every ${INTERVAL_MS / 1000} s over HTTP, of which ten are down, for ${WINDOW_MS / 1000} s. A rule sends the alert to ${HANGING} webhooks whose server accepts connections and never answers; the baseline has no rule. The lateness is from the time at which a check is due until it starts.`,
    ],
    leftOut: [],
  };
}

async function measure({ bed }: CaseOptions, channels: readonly string[]): Promise<EngineMeasured> {
  const engine = await bed.startEngine();
  if (channels.length > 0) await engine.call('alertTo', { urls: channels });
  const down = Array.from({ length: 10 }, (_, index) => `http://127.0.0.1:1/?down=${index}`);
  const targets = [...bed.urls('http', ENDPOINTS - down.length), ...down];
  const began = performance.now();
  await engine.call('watch', { targets, intervalMs: INTERVAL_MS });
  while ((await engine.call('checked')) < ENDPOINTS) await sleep(100);
  await sleep(Math.max(MESSAGES_BEGIN_MS, INTERVAL_MS / 2 + 1000 - (performance.now() - began)));
  await engine.call('begin');
  await sleep(WINDOW_MS);
  const measured = await engine.call('end');
  await engine.stop();
  return measured;
}

export const hangingChannels: BenchCase = { name: 'hanging-channels', title: 'Checks while channels hang', run };
