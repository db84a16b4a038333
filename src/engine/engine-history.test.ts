/** Status history and uptime, from the checks of a fake kind to the engine's answers. */
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import { neverClosed, refused, setUpEngine } from './testing/engine-setup.ts';
import { createFakePorts, type FakePorts } from './testing/fake-ports.ts';

/** An engine with one endpoint, which is new unless the store has it. */
async function setUp(options: { readonly store?: Store; readonly ports?: FakePorts } = {}) {
  const parts = await setUpEngine(options);
  const [view] = (await parts.engine.request('app.snapshot', {})).endpoints;
  return { ...parts, id: view?.endpoint.id ?? (await parts.add({ retries: 0 })) };
}

describe('the history of an endpoint', () => {
  it('has a status at each time, or the reason why nothing was checked: paused, asleep, offline, not running', async () => {
    const ports = createFakePorts();
    const { time } = ports;
    const store = neverClosed(createMemoryStore());
    const first = await setUp({ ports, store });
    const began = ports.clock.now();
    const { id } = first;
    await time.advance(100_000);
    first.network.answer = () => ({ code: 'timeout', message: 'No answer.' });
    await time.advance(100_000);
    ports.offline = 'noAddress';
    await time.advance(100_000);
    ports.offline = null;
    first.network.answer = () => null;
    await time.advance(100_000);
    await first.engine.request('endpoints.pause', { ids: [id] });
    await time.advance(100_000);
    await first.engine.dispose();
    // A pause stays a pause while Lookout is closed.
    await time.advance(100_000);
    const second = await setUp({ ports, store });
    expect((await second.stateOf(id))?.since).toBeLessThan(began + 410_000);
    await time.advance(100_000);
    await second.engine.request('endpoints.resume', { ids: [id] });
    await time.advance(100_000);
    second.engine.suspend();
    time.sleep(100_000);
    second.engine.resume();
    await time.advance(100_000);
    await second.engine.dispose();
    await time.advance(100_000);
    const third = await setUp({ ports, store });
    await time.advance(100_000);

    const now = ports.clock.now();
    const range = { id, from: began - 3_600_000, to: now + 3_600_000, points: 500 };
    const history = await third.engine.request('spans.get', range);
    const tens = (at: number) => Math.round((at - began) / 10_000) / 10;
    expect(history.spans.map(({ state, reason, from, to }) => [reason ?? state, tens(from), tens(to)])).toEqual([
      ['up', 0, expect.closeTo(1, 0)],
      ['down', expect.closeTo(1, 0), expect.closeTo(2, 0)],
      ['local.offline', expect.closeTo(2, 0), expect.closeTo(3, 0)],
      ['up', expect.closeTo(3, 0), 4],
      ['paused', 4, 7],
      ['up', 7, 8],
      ['asleep', 8, expect.closeTo(9, 0)],
      ['up', expect.closeTo(9, 0), expect.closeTo(10, 0)],
      ['notRunning', expect.closeTo(10, 0), 11],
      ['up', 11, 12],
    ]);
    expect(history).toMatchObject({ open: true, to: now });
    expect(history.incidents).toHaveLength(1);
  });

  it('has no gap in an outage during which the interval was changed', async () => {
    const { time, network, id, engine, ports } = await setUp();
    await time.advance(60_000);
    network.answer = () => refused;
    await time.advance(60_000);
    const config = { kind: 'fake', target: 'a', retries: 0, interval: 60_000 };
    await engine.request('endpoints.update', { id, config });
    await time.advance(600_000);
    const now = ports.clock.now();
    const { spans, incidents, open } = await engine.request('spans.get', {
      id,
      from: now - 720_000,
      to: now,
      points: 50,
    });
    expect(spans.map(({ state }) => state)).toEqual(['up', 'down']);
    expect(spans[1]).toMatchObject({ from: incidents[0]?.from, to: now });
    expect(spans[0]?.to).toBe(spans[1]?.from);
    expect(incidents).toMatchObject([{ to: null, incidents: 1 }]);
    expect(open).toBe(true);
  });

  it('returns the same uptime in the list and over each window, and how much time was observed', async () => {
    const { time, network, id, engine, stateOf } = await setUp();
    await time.advance(100_000);
    network.answer = () => refused;
    await time.advance(60_000);
    network.answer = () => null;
    await time.advance(80_000);
    const uptime = await engine.request('uptime.get', { id });
    const listed = (await stateOf(id))?.uptime24h;
    expect(listed).toBeGreaterThan(0.6);
    expect(listed).toBeLessThan(0.8);
    for (const one of uptime) {
      expect(one.ratio).toBe(listed);
      expect(one.watchedMs).toBe(one.upMs + one.downMs);
      expect(one.watchedMs).toBeGreaterThan(220_000);
      expect(one.watchedMs).toBeLessThan(240_000);
      expect(one.incidents).toBe(1);
    }
  });
});
