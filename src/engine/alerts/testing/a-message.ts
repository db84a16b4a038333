/** Test code: the message of an alert about one endpoint. */
import type { AlertMessage } from '../channel-kind.ts';

const BEGAN = Date.UTC(2026, 10, 29, 12, 0, 0);

export function aMessage(more: Partial<AlertMessage> = {}): AlertMessage {
  return {
    id: 'alert-1',
    dedupKey: 'delivery-1',
    event: 'down',
    severity: 'down',
    resolved: false,
    at: BEGAN + 60_000,
    startedAt: BEGAN,
    endedAt: null,
    title: 'Shop is down',
    text: 'Cause: Connection refused.\nSince: 29 Nov 2026, 12:00 (1 min ago)',
    facts: [
      { label: 'Cause', value: 'Connection refused.' },
      { label: 'Since', value: '29 Nov 2026, 12:00 (1 min ago)' },
    ],
    endpoints: [
      {
        endpointId: 'endpoint-1',
        name: 'Shop',
        target: 'https://shop.example/',
        kind: 'http',
        group: 'Production',
        severity: 'down',
        incidentId: 'incident-1',
        since: BEGAN,
        cause: { code: 'connect.refused' },
        endedAt: null,
      },
    ],
    endpointCount: 1,
    rule: 'Everything',
    url: 'lookout://endpoint/endpoint-1',
    ...more,
  };
}
