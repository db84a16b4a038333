/** Alerts that are held for a while: in a silence, and during planned work. */
import { describe, expect, test } from 'vitest';
import { arrived, quiet, setUpAlerting, titlesOf } from './testing/alerting-setup.ts';
import { refused } from './testing/engine-setup.ts';

describe('an outage', () => {
  test('in a silence is reported when the silence ends, if it still lasts', async () => {
    const { server, network, time, add, engine, ports } = await setUpAlerting();
    await add({ name: 'Shop', target: 'a', group: 'g' });
    await time.advance(1_000);
    const silence = await engine.request('silences.add', { match: { group: 'g' }, minutes: 30, reason: 'Move' });
    network.answer = () => refused;
    await time.advance(60_000);
    expect((await engine.request('alerts.list', { open: true, limit: 1 }))[0]).toMatchObject({
      state: 'waiting',
      held: { reason: 'silence', name: 'Move' },
    });
    expect(ports.notifications).toEqual([]);
    expect(server.received).toEqual([]);
    await engine.request('silences.end', { ids: [silence.id] });
    await time.advance(1_000);
    await arrived(server, 1);
    expect(titlesOf(server)).toEqual(['Shop is down']);
  });

  test('in a silence that repeats is reported at the end of the night, and the silence comes again', async () => {
    const { server, network, time, add, engine } = await setUpAlerting();
    await add({ name: 'Shop', target: 'a', group: 'g' });
    const at = (clock: string): string => `2026-01-01T${clock}:00.000Z`;
    expect(new Date(time.clock.now()).toISOString()).toBe(at('00:00'));
    // Berlin is an hour ahead, so this is from 01:00 to 03:00 UTC.
    const silence = await engine.request('silences.save', {
      silence: { name: 'Backup', match: { group: 'g' }, cron: '0 2 * * *', duration: '2h', timezone: 'Europe/Berlin' },
    });
    expect(silence).toMatchObject({ active: false, from: Date.parse(at('01:00')), to: Date.parse(at('03:00')) });
    await time.advance(90 * 60_000);
    network.answer = () => refused;
    await time.advance(30 * 60_000);
    const [alert] = await engine.request('alerts.list', { open: true, limit: 1 });
    expect(alert).toMatchObject({ state: 'waiting', held: { reason: 'silence', name: 'Backup' } });
    expect(server.received).toEqual([]);
    await time.advance(60 * 60_000 + 5_000);
    await arrived(server, 1);
    expect(titlesOf(server)).toEqual(['Shop is down']);
    const [again] = await engine.request('silences.list', {});
    expect(again).toMatchObject({ active: false, from: Date.parse('2026-01-02T01:00:00.000Z') });
  });
});

describe('planned work', () => {
  test('sends no alert, and trouble that lasts longer is reported afterwards', async () => {
    const { server, network, time, add, engine } = await setUpAlerting();
    const id = await add({ name: 'Shop', target: 'a' });
    await time.advance(1_000);
    await engine.request('maintenance.start', { ids: [id], minutes: 10 });
    network.answer = () => refused;
    await time.advance(9 * 60_000);
    expect(server.received).toEqual([]);
    expect(await engine.request('alerts.list', { limit: 1 })).toEqual([]);
    await time.advance(5 * 60_000);
    await arrived(server, 1);
    expect(titlesOf(server)).toEqual(['Shop is down']);
  });

  test('is not followed by a message about trouble that ended during it', async () => {
    const subject = await setUpAlerting({ after: '5m' });
    const { server, network, time, add, engine } = subject;
    const id = await add({ name: 'Shop', target: 'a' });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(60_000);
    await engine.request('maintenance.start', { ids: [id], minutes: 30 });
    await time.advance(10 * 60_000);
    network.answer = () => null;
    await time.advance(30 * 60_000);
    await quiet(subject);
    expect(server.received).toEqual([]);
  });
});
