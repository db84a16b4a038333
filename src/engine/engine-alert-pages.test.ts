/** Channels that reach people through the open pages. */
import { describe, expect, test } from 'vitest';
import { failFor } from './testing/alerting-setup.ts';
import { setUpEngine } from './testing/engine-setup.ts';

type Subject = Awaited<ReturnType<typeof setUpEngine>>;

// The code of channels loads in real time, while the time of the engine stands still. So tests let some time pass and
// look again.

/** A rule that sends everything to one channel, and an endpoint that is down. */
async function setUp(channel: Record<string, string>) {
  const subject = await setUpEngine();
  await subject.engine.request('channels.save', { channel: { name: 'page', ...channel } });
  await subject.engine.request('rules.save', { rule: { name: 'r', channels: ['page'] } });
  subject.network.answer = failFor('shop');
  await subject.add({ target: 'shop', name: 'Shop', retries: 0 });
  return subject;
}

async function delivery({ engine }: Subject) {
  const [latest] = await engine.request('alerts.deliveries', { limit: 1 });
  return latest;
}

test('the notification of a rule is also pushed to pages, which show it where the system does not', async () => {
  const subject = await setUp({ kind: 'desktop' });
  const ofRule = () => subject.changes('notification').filter((one) => one.notification.code === 'alert.message');
  await subject.time.advance(4_000);
  await expect.poll(async () => (await subject.time.advance(100), ofRule().length), { interval: 20 }).toBe(1);
  expect(ofRule()[0]?.notification).toMatchObject({ kind: 'down', params: { title: 'Shop is down' } });
  expect(subject.ports.notifications.filter(({ code }) => code === 'alert.message')).toHaveLength(1);
});

describe('the sound of a rule', () => {
  test('is asked of the pages, and delivered when one plays it', async () => {
    const subject = await setUp({ kind: 'sound', down: 'bell' });
    const asked = () => subject.changes('sound').map(({ sound }) => sound);
    await subject.time.advance(4_000);
    await expect
      .poll(async () => (await subject.time.advance(100), asked().length), { interval: 20 })
      .toBeGreaterThan(0);
    const [sound] = asked();
    expect(sound).toMatchObject({ tone: 'bell', volume: 70, level: 3 });
    await subject.engine.request('sounds.answer', { id: sound?.id ?? '', outcome: 'played' });
    await expect.poll(async () => (await delivery(subject))?.state).toBe('delivered');
    expect((await delivery(subject))?.tries.at(-1)?.answer).toBe('Played');
  });

  test('is tried again while no page is open, and then reported as not heard', async () => {
    const subject = await setUp({ kind: 'sound' });
    await subject.time.advance(4_000);
    await expect
      .poll(async () => (await subject.time.advance(120_000), (await delivery(subject))?.state), { interval: 20 })
      .toBe('failed');
    const failed = await delivery(subject);
    expect(failed?.tryCount).toBeGreaterThan(3);
    expect(failed?.tries.at(-1)?.answer).toBe('Not played: no page of Lookout is open');
    expect(subject.changes('notice').some(({ notice }) => notice.code === 'alerts.failing')).toBe(true);
  });

  test('can be tested, and the answer comes from the page', async () => {
    const subject = await setUpEngine();
    const tested = subject.engine.request('channels.test', { channel: { kind: 'sound', name: 's', volume: 10 } });
    await expect
      .poll(async () => (await subject.time.advance(10), subject.changes('sound').length), { interval: 20 })
      .toBe(1);
    const id = subject.changes('sound')[0]?.sound.id ?? '';
    await subject.engine.request('sounds.answer', { id, outcome: 'played' });
    expect(await tested).toEqual({ outcome: 'delivered', answer: 'Played' });
    await expect(subject.engine.request('sounds.file', { id })).rejects.toMatchObject({ reason: 'soundNotFound' });
  });
});
