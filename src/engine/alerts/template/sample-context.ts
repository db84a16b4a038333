/** Alerts that were made up, to try templates when they are saved. */
import type { TemplateContext } from './template-types.ts';

const ENDPOINT = {
  id: 'example',
  name: 'Example',
  kind: 'http',
  target: 'https://example.org/',
  group: 'Examples',
  status: 'down',
  since: '2026-01-01T12:00:00.000Z',
  endedAt: null,
  cause: 'Connection refused.',
};

const DOWN = {
  id: 'example',
  dedupKey: 'example',
  event: 'down',
  severity: 'down',
  resolved: false,
  title: 'Example is down',
  text: 'Cause: Connection refused.',
  rule: 'Everything',
  channel: 'Example',
  url: 'lookout://endpoint/example',
  at: '2026-01-01T12:01:00.000Z',
  startedAt: '2026-01-01T12:00:00.000Z',
  endedAt: null,
  seconds: 60,
  cause: 'Connection refused.',
  endpoint: ENDPOINT,
  incident: { id: 'example', startedAt: '2026-01-01T12:00:00.000Z', resolvedAt: null },
  endpoints: [ENDPOINT],
  endpointCount: 1,
};

const ENDED = { endedAt: '2026-01-01T12:05:00.000Z' };
const RECOVERED = { ...ENDPOINT, ...ENDED, status: 'up' };

/** Trouble, and its end: a template may have a part for each. */
export const SAMPLE_CONTEXTS: readonly TemplateContext[] = [
  DOWN,
  { ...DOWN, ...ENDED, event: 'up', resolved: true, seconds: 300, endpoint: RECOVERED, endpoints: [RECOVERED] },
];
