import { expect, test } from 'vitest';
import type { RuleConfig } from '../../../contract/model/alert-rule.ts';
import { hoursText, ruleSentence } from './rule-text.ts';

const RULE: RuleConfig = {
  name: 'r',
  enabled: true,
  match: {},
  events: ['down', 'up'],
  channels: ['Slack'],
  after: 0,
  repeat: null,
  steps: [],
  hours: null,
  expiresWithin: [14, 7, 1],
  pattern: '',
  titleTemplate: '',
  bodyTemplate: '',
};
const say = (more: Partial<RuleConfig>) =>
  ruleSentence({ ...RULE, ...more }, (id) => `name of ${id}`).replaceAll('\u{a0}', ' ');

test.each<[Partial<RuleConfig>, string]>([
  [{}, 'Down anywhere: alert Slack. Also notify when it is over.'],
  [
    { events: ['down', 'degraded'], after: 120_000, match: { group: 'Production' }, channels: ['Slack', 'Mail'] },
    'Down or degraded for 2 min in group Production: alert Slack and Mail.',
  ],
  [{ channels: [], events: ['down'] }, 'Down anywhere: nobody is alerted yet.'],
  [{ match: { endpoints: ['a', 'b'] }, events: ['down'] }, 'Down at name of a and name of b: alert Slack.'],
  [
    { match: { tag: 'db', name: 'db-*', kind: 'tcp' }, events: ['down'] },
    'Down with tag db with names like db-* of kind tcp: alert Slack.',
  ],
  [
    {
      events: ['down'],
      repeat: 3_600_000,
      steps: [
        { after: 900_000, channels: ['Mail'] },
        { after: 1_800_000, channels: [] },
      ],
    },
    'Down anywhere: alert Slack. Not acknowledged after 15 min: also Mail. Not acknowledged after 30 min: nobody else yet. Repeat every 1 h until it is acknowledged.',
  ],
  [
    { events: ['down'], hours: { days: ['mon', 'tue', 'wed'], from: '08:00', to: '18:00', timezone: 'Europe/Berlin' } },
    'Down anywhere: alert Slack. Only Mon–Wed 08:00–18:00 (Europe/Berlin).',
  ],
])('%o', (more, text) => expect(say(more)).toBe(text));

test('names single days when they are not consecutive, and a whole day', () => {
  expect(hoursText({ days: ['sun', 'mon'], from: '22:00', to: '06:00', timezone: '' })).toBe('Mon, Sun 22:00–06:00');
  expect(hoursText({ days: ['sat', 'sun'], from: '00:00', to: '00:00', timezone: '' })).toBe('Sat, Sun all day');
});
