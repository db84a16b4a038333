import { expect, test } from 'vitest';
import type { AlertMember, SharedCause } from '../../contract/model/alert.ts';
import { createTexts } from '../../i18n/texts.ts';
import { kindDescriptors } from '../check/registry.ts';
import { messageOf, testAlert } from './alert-message.ts';

const texts = createTexts(kindDescriptors(), { timeZone: 'UTC' });
const START = Date.UTC(2026, 10, 30, 12);

const member = (name: string): AlertMember => ({
  endpointId: name,
  name,
  target: `https://${name}.example/`,
  kind: 'http',
  group: '',
  severity: 'down',
  incidentId: name,
  since: START,
  cause: { code: 'http.status', params: { status: 503, accepted: '200-299' } },
  endedAt: null,
});

function message(
  event: 'down' | 'up',
  now: number,
  members: readonly AlertMember[],
  shared: SharedCause | null = null,
) {
  const count = members.length;
  const endedAt = event === 'up' ? now : null;
  const more = { startedAt: START, endedAt, members, memberCount: count, activeCount: count, shared };
  const alert = { ...testAlert('alert', 'Everything', START), ...more };
  const delivery = { id: 'd', dedupKey: 'd', alertId: 'alert', channelId: 'c', channelName: 'hook', createdAt: now };
  const waiting = { state: 'waiting', nextAt: null, tries: [], tryCount: 0 } as const;
  return messageOf({ ...delivery, ...waiting, event, alert }, texts, now);
}

test('the duration of an outage is in whole seconds', () => {
  expect(message('down', START + 3_032, [member('shop')]).text).toMatch(/\(3 s ago\)$/u);
  const over = message('up', START + 4_712, [member('shop')]);
  expect([over.title, over.text]).toEqual([
    'shop is back after 5 s',
    'Cause: Status 503 is not accepted (accepted: 200-299).\nLasted: 5 s',
  ]);
  expect(message('up', START + 712, [member('shop')]).title).toBe('shop is back after 712 ms');
});

test('the message about several endpoints with the same failure names it, and leaves out the values that differ', () => {
  const alike = message('down', START + 3_000, [member('a'), member('b')], { by: 'failure', value: 'http.status' });
  expect(alike.text).toContain('\nIn common: Status not accepted\n');
});
