import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import type { Alert, AlertMember } from '../../../contract/model/alert.ts';
import { acknowledging } from '../../navigation/acknowledging.ts';
import { fakeSource } from '../../testing/fake-sources.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { AlertsList } from './alerts-list.tsx';

afterEach(() => {
  cleanup();
  acknowledging.set(null);
});

function anAlert(name: string, more: Partial<Alert> = {}): Alert {
  const member: AlertMember = {
    endpointId: name,
    name,
    target: `https://${name.toLowerCase()}.example/`,
    kind: 'http',
    group: 'Production',
    severity: 'down',
    incidentId: null,
    since: 1_000,
    cause: null,
    endedAt: null,
  };
  return {
    id: name,
    ruleId: 'r',
    ruleName: 'All',
    severity: 'down',
    state: 'firing',
    startedAt: 1_000,
    firedAt: 4_000,
    endedAt: null,
    members: [member],
    memberCount: 1,
    activeCount: 1,
    shared: null,
    acknowledged: null,
    held: null,
    log: [{ at: 1_000, what: 'began', text: '' }],
    ...more,
  };
}

const OPEN: readonly Alert[] = [
  anAlert('Shop'),
  anAlert('Mail', { acknowledged: { at: 2_000, by: 'Ada', note: 'on it' } }),
  anAlert('Lab', { state: 'waiting', held: { reason: 'silence', name: 'move' } }),
  anAlert('Web', { state: 'waiting', held: { reason: 'hours', name: '' } }),
];

const renderList = () => renderApp(<AlertsList open={OPEN} ended={[anAlert('Old', { state: 'resolved' })]} hasRules />);
const row = (name: string) => document.querySelector<HTMLElement>(`[data-alert="${name}"]`) ?? document.body;

test('shows what is firing, acknowledged, silenced, held and over, each under its heading', async () => {
  await renderList();
  const under = (name: string) => screen.getByRole('region', { name }).textContent;
  expect(under('Firing')).toContain('Shop');
  expect(under('Acknowledged')).toContain('Mail');
  expect(under('Silenced')).toContain('Lab');
  expect(under('Held')).toContain('Web');
  expect(under('Ended')).toContain('Old');
});

test('finds alerts by words of their endpoints, rules and notes', async () => {
  await renderList();
  const search = (value: string) => fireEvent.change(screen.getByLabelText('Search alerts'), { target: { value } });
  search('shop.example PRODUCTION');
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
  expect(screen.getByText('Shop')).toBeDefined();
  search('ada');
  expect(screen.getByText('Mail')).toBeDefined();
  search('nothing like it');
  expect(screen.getByText('No alert contains these words.')).toBeDefined();
});

test('finds the alerts of a source by its name', async () => {
  const open = [anAlert('Shop'), anAlert('b1~Mail')];
  await renderApp(<AlertsList open={open} ended={[]} hasRules />, { sources: [fakeSource('b1', { name: 'Berlin' })] });
  fireEvent.change(screen.getByLabelText('Search alerts'), { target: { value: 'berlin' } });
  expect([...document.querySelectorAll<HTMLElement>('[data-alert]')].map(({ dataset }) => dataset['alert'])).toEqual([
    'b1~Mail',
  ]);
});

test('is used with the keyboard: arrows move, Enter opens, a acknowledges, s silences', async () => {
  const { bridge, settle } = await renderList();
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  row('Shop').focus();
  press('ArrowDown');
  expect(document.activeElement).toBe(row('Mail'));
  press('k');
  expect(document.activeElement).toBe(row('Shop'));
  press('Enter');
  await settle();
  expect(within(row('Shop')).getByRole('list', { name: 'History' })).toBeDefined();
  press('a');
  press('s');
  await settle();
  const argsOf = (channel: string) => bridge.requests.find((request) => request.channel === channel)?.args;
  expect(argsOf('alerts.acknowledge')).toEqual({ ids: ['Shop'] });
  expect(argsOf('silences.add')).toEqual({ alertId: 'Shop', minutes: 60 });
});

test('j goes to the first alert from anywhere, / to the search, and Enter in it back to the list', async () => {
  await renderList();
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  press('j');
  expect(document.activeElement).toBe(row('Shop'));
  press('j');
  expect(document.activeElement).toBe(row('Mail'));
  press('/');
  expect(document.activeElement).toBe(screen.getByLabelText('Search alerts'));
  // Letters are text there.
  press('k');
  press('Enter');
  expect(document.activeElement).toBe(row('Shop'));
});

test('the focus stays on an alert that moves to another section', async () => {
  const open = [anAlert('Shop'), anAlert('Mail')];
  const listOf = (alerts: readonly Alert[]) => <AlertsList open={alerts} ended={[]} hasRules />;
  function Page() {
    const [alerts, setAlerts] = useState(open);
    const acknowledge = () =>
      setAlerts([anAlert('Shop', { acknowledged: { at: 2_000, by: '', note: '' } }), anAlert('Mail')]);
    return (
      <>
        {listOf(alerts)}
        <button onClick={acknowledge}>Acknowledged elsewhere</button>
      </>
    );
  }
  await renderApp(<Page />);
  const before = row('Shop');
  before.focus();
  fireEvent.click(screen.getByRole('button', { name: 'Acknowledged elsewhere' }));
  expect(before.isConnected).toBe(false);
  expect(document.activeElement).toBe(row('Shop'));
});

test('offers an acknowledgment with a note and an end, by key and by button, also to change one', async () => {
  await renderList();
  row('Shop').focus();
  fireEvent.keyDown(row('Shop'), { key: 'A', shiftKey: true });
  expect(acknowledging.get()).toEqual({ title: 'Shop', ids: ['Shop'], by: '', note: '' });
  fireEvent.click(within(row('Lab')).getByRole('button', { name: 'Acknowledge until…' }));
  expect(acknowledging.get()).toMatchObject({ title: 'Lab', ids: ['Lab'] });
  fireEvent.click(within(row('Mail')).getByRole('button', { name: 'Change the acknowledgment' }));
  expect(acknowledging.get()).toEqual({ title: 'Mail', ids: ['Mail'], by: 'Ada', note: 'on it' });
});

test('shows until when an alert is acknowledged', async () => {
  const until = new Date(2030, 0, 2, 9, 0).getTime();
  const acknowledged = { at: 2_000, by: 'Ada', note: 'on it', until };
  await renderApp(<AlertsList open={[anAlert('Mail', { acknowledged })]} ended={[]} hasRules />);
  expect(row('Mail').textContent).toMatch(/Acknowledged by Ada until .*2030.*: on it/u);
});

test('adds a comment to an open alert', async () => {
  const { bridge, settle } = await renderList();
  fireEvent.click(within(row('Shop')).getByRole('button', { name: 'Details' }));
  await settle();
  bridge.answer('alerts.comment', () => anAlert('Shop'));
  fireEvent.change(screen.getByLabelText('Comment'), { target: { value: ' the switch is dead ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Comment' }));
  await settle();
  expect(bridge.requests.find(({ channel }) => channel === 'alerts.comment')?.args).toEqual({
    id: 'Shop',
    note: 'the switch is dead',
  });
});
