/** How alerts end when nothing recovers: endpoints are removed or paused, and rules change. */
import { expect, test, vi } from 'vitest';
import { startChannelServer } from './alerts/testing/channel-server.ts';
import { bodiesOf, failFor, setUpAlerting, titlesArrive } from './testing/alerting-setup.ts';

interface OnCallEvent {
  readonly event_action: string;
  readonly dedup_key: string;
  readonly payload: { readonly summary: string };
}

async function setUp() {
  const onCall = await startChannelServer();
  const subject = await setUpAlerting();
  const { engine, ruleId, time, add, network, server } = subject;
  await engine.request('channels.save', {
    channel: { kind: 'pagerduty', name: 'duty', server: onCall.url, routingKey: 'R0123' },
  });
  await engine.request('rules.save', { id: ruleId, rule: { name: 'r', channels: ['hook', 'duty'] } });
  const id = await add({ name: 'Shop', target: 'a' });
  await time.advance(1_000);
  network.answer = failFor('a');
  await time.advance(20_000);
  await titlesArrive(server, ['Shop is down']);
  const events = () => onCall.received.map(({ json }) => json as OnCallEvent);
  await vi.waitFor(() => expect(events()).toMatchObject([{ event_action: 'trigger' }]), { timeout: 60_000 });
  return { ...subject, id, events };
}

test.each([
  [
    'is removed',
    async ({ engine, id }: Awaited<ReturnType<typeof setUp>>) => engine.request('endpoints.remove', { ids: [id] }),
  ],
  [
    'is paused',
    async ({ engine, id }: Awaited<ReturnType<typeof setUp>>) => engine.request('endpoints.pause', { ids: [id] }),
  ],
  [
    'loses its rule',
    async ({ engine, ruleId }: Awaited<ReturnType<typeof setUp>>) => engine.request('rules.remove', { ids: [ruleId] }),
  ],
])('the incident of an on-call service is closed when an endpoint that is down %s', async (_, end) => {
  const subject = await setUp();
  await end(subject);
  await subject.time.advance(60_000);
  await vi.waitFor(() => expect(subject.events()).toHaveLength(2), { timeout: 60_000 });
  const [opened, closed] = subject.events();
  expect(closed).toMatchObject({
    event_action: 'resolve',
    dedup_key: opened?.dedup_key,
    payload: { summary: 'The alert about Shop has ended: nobody watches it any more' },
  });
  // No other channel gets a message about it.
  expect(bodiesOf(subject.server)).toHaveLength(1);
  expect(await subject.engine.request('alerts.list', { limit: 1 })).toMatchObject([
    { state: 'resolved', members: [{ gone: true }] },
  ]);
});
