import { hostOf } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { browserFailures } from './failures.ts';
import { browserForm, browserSchema, type BrowserFields } from './fields.ts';
import { browserIssues } from './issues.ts';

/** A page in a real Chromium, with actions on it. */
export const browser: CheckKind<BrowserFields> = {
  kind: 'browser',
  title: 'Browser',
  description: 'Opens a page in Chromium, clicks and types, and measures how fast the page is for people.',
  category: 'web',
  schema: browserSchema,
  form: browserForm,
  defaults: { interval: 300_000, timeout: 60_000 },
  phases: [
    { name: 'load', label: 'Load', role: 'transfer' },
    { name: 'actions', label: 'Actions', role: 'other' },
  ],
  metrics: [
    { name: 'ttfb', label: 'Time to first byte', unit: 'millisecond', charted: true },
    { name: 'fcp', label: 'First contentful paint', unit: 'millisecond', charted: false },
    { name: 'lcp', label: 'Largest contentful paint', unit: 'millisecond', charted: true },
    { name: 'cls', label: 'Cumulative layout shift', unit: 'count', charted: true },
    { name: 'inp', label: 'Interaction to next paint', unit: 'millisecond', charted: true },
    { name: 'requests', label: 'Requests', unit: 'count', charted: false },
    { name: 'bytes', label: 'Received', unit: 'byte', charted: false },
    { name: 'consoleErrors', label: 'Console errors', unit: 'count', charted: false },
  ],
  details: [
    { name: 'status', label: 'HTTP status', format: 'number', brief: true },
    { name: 'title', label: 'Title', format: 'text' },
    { name: 'pageUrl', label: 'Page at the end', format: 'code' },
    { name: 'steps', label: 'Actions', format: 'steps' },
    { name: 'consoleErrors', label: 'Console errors', format: 'list' },
  ],
  failures: browserFailures,
  issues: browserIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the HTTP status of the page' },
    { name: 'TITLE', meaning: 'the title of the page' },
    { name: 'BODY', meaning: 'the HTML of the page after the actions' },
  ],
  pasteExamples: ['browser:https://shop.example.org/'],
  triedAgainst: 'Chromium',
  example: {
    kind: 'browser',
    name: 'Shop in the browser',
    url: 'https://shop.example.org/login',
    interval: '5m',
    values: { user: 'test', password: '${SHOP_PASSWORD}' },
    actions: 'type #user {{user}}\ntype #password {{password}}\nclick text "Sign in"\nexpect text "Your cart"\n',
  },
  target: ({ url }) => `browser:${url}`,
  host: ({ url }) => hostOf(new URL(url)),
  parse: (text) =>
    /^browser:https?:\/\//iu.test(text) ? { kind: 'browser', url: text.slice('browser:'.length) } : null,
  load: () => import('./run.ts'),
  loadRecorder: () => import('./record.ts'),
};
