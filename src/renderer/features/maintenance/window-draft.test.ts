import { describe, expect, test } from 'vitest';
import type { MaintenanceConfig } from '../../../contract/model/maintenance.ts';
import { draftOf, fieldOf, inputOf, newDraft } from './window-draft.ts';

const NOW = Date.UTC(2026, 10, 30, 10, 20);
const nameOf = (id: string) => (id === 'e1' ? 'Shop' : id);

describe('a draft', () => {
  test('begins with two hours from the next full hour, in the time zone', () => {
    expect(newDraft(NOW, 'Europe/Berlin')).toMatchObject({ from: '2026-11-30T12:00', to: '2026-11-30T14:00' });
  });

  test.each<MaintenanceConfig>([
    { name: 'a', match: {}, weekdays: ['mon', 'sun'], at: '23:30', duration: 5_400_000, timezone: 'UTC' },
    { name: 'a', match: { tag: 'prod' }, monthDays: [1, 'last'], at: '02:00', duration: 60_000, timezone: 'UTC' },
    { name: 'a', match: { name: 'db*' }, cron: '0 2 * * SUN', duration: 3_600_000, timezone: 'Europe/Berlin' },
    { name: 'a', match: { group: 'Shop' }, cron: '@daily', duration: 3_600_000, timezone: 'Europe/Berlin' },
  ])('sends the config that it was made from: %j', (config) => {
    const input = inputOf(draftOf(config, NOW, 'America/New_York', nameOf));
    expect({ ...input, duration: undefined }).toEqual({ ...config, duration: undefined });
    expect(input.duration).toMatch(/^(?:1 h 30 min|1 min|1 h)$/u);
  });

  test('sends a single occurrence in its time zone, and endpoints by name', () => {
    const config = { name: 'a', match: { endpoints: ['e1', 'Gone'] }, from: NOW, to: NOW + 3_600_000, timezone: '' };
    const draft = draftOf(config, NOW, 'Europe/Berlin', nameOf);
    expect(inputOf(draft)).toEqual({
      name: 'a',
      match: { endpoints: ['Shop', 'Gone'] },
      from: '2026-11-30T11:20',
      to: '2026-11-30T12:20',
      timezone: 'Europe/Berlin',
    });
  });

  test('passes on values that it does not understand, for the engine to refuse', () => {
    const draft = { ...newDraft(NOW, 'UTC'), repeat: 'monthly' as const, monthDays: '1; Last,  32, x' };
    expect(inputOf(draft).monthDays).toEqual([1, 'last', 32, 'x']);
  });

  test('knows the field of an issue', () => {
    expect(['window.name', 'window.monthDays[1]', 'window.match.group', 'window', 'window.match'].map(fieldOf)).toEqual(
      ['name', 'monthDays', 'group', null, null],
    );
  });
});
