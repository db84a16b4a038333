import { expect, test } from 'vitest';
import { createTexts } from '../../../i18n/texts.ts';
import { checkKinds, kindDescriptors } from '../../check/registry.ts';
import { loadConfigText } from './load.ts';

const texts = createTexts(kindDescriptors(checkKinds));
const load = (maintenance: string) => loadConfigText(`endpoints: []\nmaintenance:\n${maintenance}\n`, 'lookout.yaml');

function problems(maintenance: string): string[] {
  const loaded = load(maintenance);
  return loaded.ok ? [] : loaded.errors.map(texts.fileIssue);
}

test('reads the windows that the documentation shows', () => {
  const loaded = load(`
  - { name: Patch night, match: { tag: prod }, cron: "0 2 * * SUN", duration: 2h, timezone: Europe/Berlin }
  - { name: Backup, match: { group: Databases }, weekdays: [mon, Thursday], at: '23:30', duration: 45m }
  - { name: Month end, match: { name: 'billing*' }, monthDays: [1, last], at: '20:00', duration: 4h }
  - { name: Move, from: 2026-12-05 22:00, to: 2026-12-06 04:00, timezone: Europe/Berlin }
  - { name: Short move, from: '2026-12-05T22:00:00Z', duration: 30m }`);
  expect(loaded).toMatchObject({ ok: true });
  expect(loaded.ok ? loaded.maintenance : []).toEqual([
    {
      name: 'Patch night',
      match: { tag: 'prod' },
      cron: '0 2 * * SUN',
      duration: 7_200_000,
      timezone: 'Europe/Berlin',
    },
    {
      name: 'Backup',
      match: { group: 'Databases' },
      weekdays: ['mon', 'thu'],
      at: '23:30',
      duration: 2_700_000,
      timezone: '',
    },
    {
      name: 'Month end',
      match: { name: 'billing*' },
      monthDays: [1, 'last'],
      at: '20:00',
      duration: 14_400_000,
      timezone: '',
    },
    {
      name: 'Move',
      match: {},
      from: Date.UTC(2026, 11, 5, 21),
      to: Date.UTC(2026, 11, 6, 3),
      timezone: 'Europe/Berlin',
    },
    {
      name: 'Short move',
      match: {},
      from: Date.UTC(2026, 11, 5, 22),
      to: Date.UTC(2026, 11, 5, 22, 30),
      timezone: '',
    },
  ]);
});

test.each([
  [
    '  - { name: a, cron: nightly, duration: 2h }',
    ':3:16 maintenance[0].cron: Cron expression must be a cron expression',
  ],
  ['  - { name: a, cron: "0 2 * * *", duration: 7200 }', 'Duration must have a unit, such as 1 h. Got 7200.'],
  ['  - { name: a, cron: "0 2 * * *" }', 'Duration is required.'],
  ['  - { cron: "0 2 * * *", duration: 2h }', 'Name is required.'],
  ['  - { name: a, cron: "0 2 * * *", duration: 2h, tag: prod }', 'There is no field "tag" here. The fields are name,'],
  [
    '  - { name: a, cron: "0 2 * * *", duration: 2h }\n  - { name: a, cron: "0 3 * * *", duration: 2h }',
    ':4:7 maintenance[1].name: The name must differ from that of maintenance[0].',
  ],
  ['  - nightly', 'maintenance[0] must be an object.'],
  ['  every: night', 'Maintenance windows must be a list.'],
])('refuses %s', (yaml, message) => {
  const found = problems(yaml);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(message);
});

test('reads silences, which have the same fields as windows', () => {
  const silences = (list: string) => loadConfigText(`endpoints: []\nsilences:\n${list}\n`, 'lookout.yaml');
  const loaded = silences(`
  - { name: Nightly backup, match: { tag: db }, weekdays: [mon, tue], at: '02:00', duration: 1h, timezone: Europe/Berlin }
  - { name: Month end, cron: '0 20 28 * *', duration: 4h }`);
  expect(loaded.ok ? loaded.silences : loaded.errors).toEqual([
    {
      name: 'Nightly backup',
      match: { tag: 'db' },
      weekdays: ['mon', 'tue'],
      at: '02:00',
      duration: 3_600_000,
      timezone: 'Europe/Berlin',
    },
    { name: 'Month end', match: {}, cron: '0 20 28 * *', duration: 14_400_000, timezone: '' },
  ]);
  const refused = silences(`
  - { name: '', cron: '0 2 * * *', duration: 1h }
  - { name: Backup, weekdays: [mon], at: '02:00' }
  - { name: Move, cron: '0 2 * * *', duration: 60 }`);
  expect(refused.ok ? [] : refused.errors.map(texts.fileIssue)).toEqual([
    'lookout.yaml:4:7 silences[0].name: Reason must be text with 1 to 200 characters. Got "".',
    'lookout.yaml:5:5 silences[1].duration: Duration is required.',
    'lookout.yaml:6:38 silences[2].duration: Duration must have a unit, such as 1 h. Got 60.',
  ]);
});
