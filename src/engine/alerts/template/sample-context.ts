/** Example alerts, with which templates are tried when they are saved. */
import type { AlertMessage } from '../channel-kind.ts';
import { contextOf, EXAMPLE } from './context.ts';
import type { TemplateContext } from './template-types.ts';

const STARTED = Date.UTC(2026, 0, 1, 12);
const MINUTE_MS = 60_000;
const ENDPOINT = { ...EXAMPLE, since: STARTED, cause: { code: 'connect.refused' } };

const DOWN: AlertMessage = {
  id: 'example',
  dedupKey: 'example',
  event: 'down',
  severity: 'down',
  resolved: false,
  at: STARTED + MINUTE_MS,
  startedAt: STARTED,
  endedAt: null,
  title: 'Example is down',
  text: 'Cause: Connection refused.',
  facts: [],
  endpoints: [ENDPOINT],
  endpointCount: 1,
  rule: 'Everything',
  url: 'lookout://endpoint/example',
};

const ENDED = { endedAt: STARTED + 5 * MINUTE_MS };
const UP: AlertMessage = { ...DOWN, ...ENDED, event: 'up', resolved: true, endpoints: [{ ...ENDPOINT, ...ENDED }] };

/** Trouble, and its end: a template may have a part for each. */
export const SAMPLE_CONTEXTS: readonly TemplateContext[] = [DOWN, UP].map((message) =>
  contextOf(message, 'Example', { failure: () => 'Connection refused.' }),
);
