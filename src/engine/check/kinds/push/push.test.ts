/** The fields of a heartbeat and its schedule. What signals do is tested in `engine-signals.test.ts`, with a whole engine. */
import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { push } from './descriptor.ts';
import { nextTime } from '../../../base/cron.ts';

describe('the fields of a heartbeat', () => {
  it.each([
    [{ cron: 'daily' }, 'Cron expression must be a cron expression, such as 0 2 * * 1-5'],
    [{ cron: '0 0 30 2 *' }, 'Cron expression never fires.'],
    [{ cron: '61 * * * *' }, 'Cron expression must be a cron expression'],
    [{ timezone: 'Europe/Atlantis' }, 'Time zone must be the name of a time zone'],
    [{ key: 'short' }, 'Key must be 16 to 100 letters'],
    [{ key: 'aaaaaaaaaaaaaaaaaaaaaaaa' }, 'Key must be 16 to 100 letters'],
    [{ key: 'with/a/slash-abcdefghi' }, 'Key must be 16 to 100 letters'],
    [{ every: '0s' }, 'Expected every must be a duration'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'push', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['push:1h', { every: '1h' }],
    ['push:0_2_*_*_1-5', { cron: '0 2 * * 1-5' }],
    ['push:example-key-Zk3v9Qp7', { key: 'example-key-Zk3v9Qp7' }],
  ])('are read from %s', (text, fields) => {
    expect(push.parse(text)).toEqual({ kind: 'push', ...fields });
    const parsed = parseEndpoint(push.parse(text));
    expect(parsed.ok && parsed.target).toBe(text);
  });
});

describe('a cron expression', () => {
  it.each([
    ['0 2 * * *', 'UTC', '2026-03-01T02:00:00Z', '2026-03-02T02:00:00Z'],
    // In the night in which clocks in Berlin go from 2:00 to 3:00, 2:30 does not exist: it fires at 3:00.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:00:00Z'],
    ['30 2 * * *', 'Europe/Berlin', '2026-03-27T12:00:00Z', '2026-03-28T01:30:00Z'],
    ['0 9 * * 1', 'America/New_York', '2026-06-05T00:00:00Z', '2026-06-08T13:00:00Z'],
  ])('%s in %s fires after %s at %s', (cron, zone, after, next) => {
    expect(new Date(nextTime(cron, zone, Date.parse(after)) ?? 0).toISOString()).toBe(new Date(next).toISOString());
  });
});

it('a heartbeat cannot be checked without an engine', async () => {
  expect((await checkOnce({ kind: 'push' })).failure).toMatchObject({ code: 'local.engine', phase: 'read' });
});
