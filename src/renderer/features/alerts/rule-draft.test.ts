import { expect, test } from 'vitest';
import type { RuleConfig } from '../../../contract/model/alert-rule.ts';
import { newRule, ruleDraftOf, ruleFieldOf, ruleInputOf } from './rule-draft.ts';

const itself = (id: string) => id;

test('a rule that is opened and saved unchanged stays as it is', () => {
  const config: RuleConfig = {
    name: 'Production',
    enabled: false,
    match: { group: 'Production' },
    events: ['down', 'degraded'],
    channels: ['Slack'],
    after: 120_000,
    repeat: 3_600_000,
    steps: [{ after: 900_000, channels: ['Mail'] }],
    hours: { days: ['mon', 'fri'], from: '08:00', to: '18:00', timezone: 'Europe/Berlin' },
    expiresWithin: [30, 3],
    pattern: '2 of 3',
    titleTemplate: '{{ title }}',
    bodyTemplate: 'a\nb',
  };
  expect(ruleInputOf(ruleDraftOf(config, 'UTC', itself))).toEqual({
    ...config,
    after: '2 min',
    repeat: '1 h',
    steps: [{ after: '15 min', channels: ['Mail'] }],
  });
});

test('a new rule chooses the only channel, alerts at once, always and once', () => {
  expect(ruleInputOf({ ...newRule(['Mail'], 'UTC'), name: ' All ' })).toMatchObject({
    name: 'All',
    match: {},
    channels: ['Mail'],
    repeat: null,
    hours: null,
    expiresWithin: [14, 7, 1],
    pattern: '',
  });
  expect(newRule(['Mail', 'Slack'], 'UTC').channels).toEqual([]);
  expect(ruleInputOf({ ...newRule([], 'UTC'), after: ' ' }).after).toBe(0);
});

test.each([
  ['rule.name', 'name'],
  ['rule.match.name', 'pattern'],
  ['rule.channels[0]', 'channels'],
  ['rule.steps[1].after', 'steps'],
  ['rule.steps[0].channels', 'steps'],
  ['rule.hours.from', 'from'],
  ['rule.bodyTemplate', 'bodyTemplate'],
  ['rule', null],
  ['rule.other', null],
])('an issue about %s is shown at %s', (path, field) => expect(ruleFieldOf(path)).toBe(field));
