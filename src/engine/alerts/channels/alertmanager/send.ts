import { httpSender } from '../../http-sender.ts';
import type { AlertmanagerFields } from './descriptor.ts';

/** Alertmanager takes an alert for resolved when it hears no more of it. Lookout says when it is. */
const HOLD_MS = 7 * 86_400_000;

export const sender = httpSender<AlertmanagerFields>({
  request: ({ server, username, password }, message) => {
    const { endpoints, severity, title, text, rule, startedAt, at, event } = message;
    const about = { alertname: 'LookoutEndpoint', severity: severity === 'down' ? 'critical' : 'warning', rule };
    const annotations = { summary: title, description: text };
    const alerts = endpoints.map(({ name, kind, group, target, since, endedAt }) => ({
      labels: { ...about, endpoint: name, kind, target, ...(group === '' ? {} : { group }) },
      annotations,
      startsAt: iso(since),
      endsAt: iso(endedAt ?? at + HOLD_MS),
    }));
    const test = { labels: { ...about, alertname: 'LookoutTest', severity: 'info' }, annotations };
    const credentials = Buffer.from(`${username}:${password}`).toString('base64');
    return {
      url: `${server}/api/v2/alerts`,
      headers: {
        'content-type': 'application/json',
        ...(username === '' ? {} : { authorization: `Basic ${credentials}` }),
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
