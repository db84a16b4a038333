/** The alert about a domain, from the registry to the message: once at each of the days of the rule, and its renewal. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { bodiesOf, setUpAlerting, titlesArrive } from '../../../testing/alerting-setup.ts';
import { domain } from './descriptor.ts';

const DAY_MS = 86_400_000;
const INTERVAL = 60 * 60_000;

/** An RDAP server whose answer says when the domain expires. */
async function startRegistry() {
  const state = { expiresAt: 0, status: 200, asked: 0 };
  const server = createServer((_, response) => {
    state.asked += 1;
    response.writeHead(state.status, { 'Content-Type': 'application/rdap+json' });
    const eventDate = new Date(state.expiresAt).toISOString();
    response.end(JSON.stringify({ objectClassName: 'domain', events: [{ eventAction: 'expiration', eventDate }] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { state, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/` };
}

test('a domain that expires is reported once at each of the days, and when it was renewed', async () => {
  const registry = await startRegistry();
  const rule = { events: ['domain', 'up'], expiresWithin: [30, 7] };
  const { server, time, engine, ports } = await setUpAlerting(rule, { kinds: [domain] });
  const { state } = registry;
  const lastAt = async () => (await engine.request('app.snapshot', {})).endpoints[0]?.state.last?.at ?? 0;
  /** Lets the check answer: it uses a real socket, while the time of the engine stands still. */
  const check = async (days: number) => {
    state.expiresAt = ports.clock.now() + days * DAY_MS;
    const before = await lastAt();
    await time.advance(INTERVAL);
    await expect.poll(lastAt).toBeGreaterThan(before);
    await time.advance(5_000);
  };
  const fields = { kind: 'domain', domain: 'example.org', server: registry.url, warnBefore: '2h', failBefore: '1h' };
  state.expiresAt = ports.clock.now() + 90 * DAY_MS;
  await engine.request('endpoints.create', { endpoints: [{ ...fields, name: 'Shop', interval: INTERVAL }] });
  await time.advance(1_000);
  await expect.poll(() => state.asked).toBeGreaterThan(0);
  await check(31);
  expect(bodiesOf(server)).toEqual([]);
  await check(29);
  const title = 'The domain of Shop expires soon';
  await titlesArrive(server, [title]);
  expect(bodiesOf(server)[0]).toMatchObject({ event: 'domain', text: expect.stringContaining('expires on') as string });
  await check(20);
  state.status = 503;
  await check(19);
  state.status = 200;
  expect(bodiesOf(server)).toHaveLength(1);
  await check(6);
  await titlesArrive(server, [title, title]);
  await check(365);
  await titlesArrive(server, [title, title, expect.stringContaining('renewed')]);
});
