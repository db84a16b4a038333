import { expect, it } from 'vitest';
import { parseEndpoint } from '../check/registry.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { PastPart } from './past.ts';
import { recordPast } from './record-past.ts';

/** Each check lasts as long as a slow computer takes for many. */
const SPIN_MS = 2;
const CHECKS = 40;

function spin(): void {
  const until = performance.now() + SPIN_MS;
  while (performance.now() < until);
}

it('lets other work run between the checks of a part, and between its spans and incidents', async () => {
  const parsed = parseEndpoint({ kind: 'tcp', host: '127.0.0.1', port: 1, interval: '20s' });
  if (!parsed.ok) throw new TypeError('Expected a valid endpoint');
  const { config, target } = parsed;
  const endpoint = { id: 'e', config, target, paused: false, pausedUntil: null, source: 'hand', createdAt: 0 } as const;
  const checks = Array.from({ length: CHECKS }, (_, index) => ({
    at: index * 20_000,
    status: index % 2 === 0 ? ('up' as const) : ('down' as const),
    durationMs: 1,
    problem: '',
    isAlone: false,
  }));
  const common = { file: 0, sourceId: 'a', isMeasured: true, counted: null } as const;
  const part: PastPart = { ...common, checks, isLast: true, done: CHECKS, all: CHECKS };
  let turn = 0;
  const count = () => {
    turn += 1;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  /** In which turn of the loop each was recorded. */
  const turns = { results: new Set<number>(), spans: new Set<number>(), incidents: new Set<number>() };
  const record = (of: keyof typeof turns) => () => {
    spin();
    turns[of].add(turn);
  };
  const recorded = await recordPast(
    (async function* () {
      yield part;
    })(),
    {
      store: {
        ...createMemoryStore(),
        recordResult: record('results'),
        recordSpan: record('spans'),
        recordIncident: record('incidents'),
      },
      endpointOf: () => endpoint,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
  clearImmediate(turning);
  expect(recorded).toBe(CHECKS);
  for (const { size } of Object.values(turns)) expect(size).toBeGreaterThan(1);
});
