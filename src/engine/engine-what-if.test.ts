/** Replaying stored history through other rules and settings, through the whole engine. */
import { describe, expect, test } from 'vitest';
import { refused, setUpEngine } from './testing/engine-setup.ts';

const MINUTE = 60_000;

/** An engine in which `Shop` was down for one minute, up for two, and down for six. */
async function withHistory(rule: object | null = null) {
  const subject = await setUpEngine();
  const { engine, network, time, add } = subject;
  await engine.request('channels.save', { channel: { kind: 'command', name: 'page', program: '/bin/true' } });
  if (rule !== null) await engine.request('rules.save', { rule: { name: 'Own', channels: ['page'], ...rule } });
  const id = await add({ name: 'Shop', target: 'shop.example', group: 'Prod', interval: 10_000 });
  await add({ name: 'Other', target: 'other.example', interval: 10_000 });
  const fail = async (ms: number) => {
    network.answer = (target) => (target === 'shop.example' ? refused : null);
    await time.advance(ms);
    network.answer = () => null;
    await time.advance(2 * MINUTE);
  };
  await time.advance(MINUTE);
  await fail(MINUTE);
  await fail(6 * MINUTE);
  return { id, ...subject };
}

describe('a rule', () => {
  const ask = ({ engine }: Awaited<ReturnType<typeof withHistory>>, rule: object, id?: string) =>
    engine.request('whatIf.rule', {
      run: 'a',
      days: 7,
      rule: { name: 'New', channels: ['page'], ...rule },
      ...(id === undefined ? {} : { id }),
    });

  test('that alerts at once would have sent both outages, and their ends', async () => {
    const answer = await ask(await withHistory(), {});
    expect(answer).toMatchObject({ endpoints: 2, would: { count: 2, messages: 4, dropped: 0 }, sent: { count: 0 } });
    expect(answer.would.alerts).toMatchObject([
      { rule: 'New', severity: 'down', state: 'resolved', names: ['Shop'], endpointCount: 1, messages: 2 },
      { names: ['Shop'] },
    ]);
    const [last] = answer.would.alerts;
    expect((last?.endedAt ?? 0) - (last?.startedAt ?? 0)).toBeGreaterThan(5 * MINUTE);
  });

  test('that waits would have left out short outages, and one with steps and repetition would have sent more', async () => {
    const subject = await withHistory();
    expect((await ask(subject, { after: '2m' })).would).toMatchObject({ count: 1, messages: 2, dropped: 1 });
    const more = { after: '2m', repeat: '2m', steps: [{ after: '3m', channels: ['page'] }], events: ['down'] };
    // The first message after 2 min, a reminder after 4 and the step after 5, and no message about the end.
    expect((await ask(subject, more)).would).toMatchObject({ count: 1, messages: 3 });
    expect((await ask(subject, { events: ['degraded'] })).would.count).toBe(0);
  });

  test('shows what was really sent beside it', async () => {
    const subject = await withHistory({ after: '2m' });
    const [own] = await subject.engine.request('rules.list', {});
    const answer = await ask(subject, { name: 'Own' }, own?.id);
    expect(answer.sent).toMatchObject({
      count: 1,
      messages: 2,
      dropped: 1,
      alerts: [{ rule: 'Own', names: ['Shop'] }],
    });
    expect(answer.would.count).toBe(2);
    // The replay of the stored rule agrees with what it sent.
    expect((await ask(subject, { name: 'Own', after: '2m' }, own?.id)).would).toMatchObject({
      count: 1,
      messages: 2,
      dropped: 1,
    });
  });

  test('sends nothing about endpoints that it does not match, and says so', async () => {
    const subject = await withHistory();
    expect(await ask(subject, { match: { group: 'None' } })).toMatchObject({ endpoints: 0, would: { count: 0 } });
    expect(await ask(subject, { match: { group: 'Prod' } })).toMatchObject({ endpoints: 1, would: { count: 2 } });
  });

  test('is silent during planned work and silences', async () => {
    const subject = await withHistory();
    const { engine, time, network } = subject;
    await engine.request('silences.add', { match: { group: 'Prod' }, minutes: 30 });
    network.answer = (target) => (target === 'shop.example' ? refused : null);
    await time.advance(3 * MINUTE);
    network.answer = () => null;
    await time.advance(MINUTE);
    expect((await ask(subject, {})).would).toMatchObject({ count: 2, dropped: 1 });
  });

  test('is silent about endpoints behind one that is down', async () => {
    const subject = await withHistory();
    const { network, time, add } = subject;
    await add({ name: 'Router', target: 'router.example', interval: 10_000 });
    await add({ name: 'Web', target: 'web.example', interval: 10_000, dependsOn: ['Router'] });
    await time.advance(MINUTE);
    network.answer = (target) => (target === 'shop.example' ? null : refused);
    await time.advance(3 * MINUTE);
    const { would } = await ask(subject, { match: { name: 'Web' } });
    expect(would.count).toBe(0);
    expect((await ask(subject, { match: { name: 'Router' } })).would.count).toBe(1);
  });

  test('is refused when it is not valid, and can be cancelled', async () => {
    const subject = await withHistory();
    await expect(ask(subject, { channels: ['nobody'] })).rejects.toMatchObject({
      issues: [{ path: 'rule.channels', code: 'noSuchChannel' }],
    });
    const running = ask(subject, {});
    await subject.engine.request('whatIf.cancel', { run: 'a' });
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
    expect(await subject.engine.request('whatIf.progress', { run: 'a' })).toEqual({ done: 1 });
  });
});

describe('the settings of an endpoint', () => {
  test('are replayed on its stored checks', async () => {
    const { engine, id } = await withHistory();
    const ask = (config: object) => engine.request('whatIf.endpoint', { run: 'b', id, days: 7, config });
    const own = await ask({});
    expect(own.now).toEqual(own.would);
    expect(own.now).toMatchObject({ incidents: 2, degradedMs: 0 });
    expect(own.now.downMs).toBeGreaterThan(6 * MINUTE);
    // The short outage had fewer failed checks than this.
    const patient = await ask({ retries: 20 });
    expect(patient.would.incidents).toBe(1);
    expect(patient.now).toEqual(own.now);
    expect(patient.would.downMs).toBeLessThan(own.now.downMs);
    // Every check of the fake kind takes 10 ms.
    const slow = await ask({ degradedAbove: '5ms' });
    expect(slow.would.incidents).toBe(2);
    expect(slow.would.degradedMs).toBeGreaterThan(3 * MINUTE);
    expect((await ask({ conditions: ['[STATUS] == 200'] })).newConditions).toBe(1);
  });

  test('are refused at their field when they are not valid', async () => {
    const { engine, id } = await withHistory();
    await expect(
      engine.request('whatIf.endpoint', { run: 'b', id, days: 30, config: { retries: 1_000 } }),
    ).rejects.toMatchObject({ issues: [{ path: 'config.retries', code: 'wholeNumber' }] });
    await expect(
      engine.request('whatIf.endpoint', { run: 'b', id: 'gone', days: 30, config: {} }),
    ).rejects.toMatchObject({ code: 'notFound' });
  });
});
