import type { AlertSeverity } from '../../../../contract/model/alert.ts';
import { basic } from '../../../check/fields/credentials.ts';
import { httpSender } from '../../http-sender.ts';
import type { AlertmanagerFields } from './descriptor.ts';

/** Alertmanager resolves an alert at its `endsAt`. Lookout reports the recovery itself, so that time is far ahead. */
const HOLD_MS = 7 * 86_400_000;
const LEVELS = { down: 'critical', degraded: 'warning' } as const satisfies Record<AlertSeverity, string>;

export const sender = httpSender<AlertmanagerFields>({
  request: ({ server, username, password }, message) => {
    const { endpoints, title, text, rule, startedAt, at, event } = message;
    const about = { alertname: 'LookoutEndpoint', rule };
    const annotations = { summary: title, description: text };
    const alerts = endpoints.flatMap(({ name, kind, group, target, since, severity, endedAt }) => {
      const labels = { ...about, endpoint: name, kind, target, ...(group === '' ? {} : { group }) };
      const alert = (level: AlertSeverity, endsAt: number) => ({
        labels: { ...labels, severity: LEVELS[level] },
        annotations,
        startsAt: iso(since),
        endsAt: iso(endsAt),
      });
      // The labels identify an alert. If it got worse or better, the alert with its earlier labels is resolved.
      const other = severity === 'down' ? 'degraded' : 'down';
      return [alert(severity, endedAt ?? at + HOLD_MS), alert(other, at)];
    });
    const test = { labels: { ...about, alertname: 'LookoutTest', severity: 'info' }, annotations };
    return {
      url: `${server}/api/v2/alerts`,
      headers: {
        'content-type': 'application/json',
        ...(username === '' ? {} : { authorization: basic(username, password) }),
      },
      body: JSON.stringify(
        event === 'test' ? [{ ...test, startsAt: iso(startedAt), endsAt: iso(at + 60_000) }] : alerts,
      ),
    };
  },
});

function iso(at: number): string {
  return new Date(at).toISOString();
}
