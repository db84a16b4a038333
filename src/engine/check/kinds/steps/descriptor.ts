import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { CheckKind } from '../../kind.ts';
import { proxyCredentials } from '../../fields/proxy.ts';
import { connectPhase, dnsPhase, proxyPhase, tlsPhase } from '../../net/phases.ts';
import { stepsFailures } from './failures.ts';
import { stepsForm, stepsSchema, type StepsFields } from './fields.ts';
import { stepsIssues } from './issues.ts';
import { parseSteps } from './parse-steps.ts';
import { requestsOf } from './step.ts';

/** Several HTTP requests in a row, with values that go from one to the next. */
export const steps: CheckKind<StepsFields> = {
  kind: 'steps',
  title: 'Journey',
  description: 'Sends several HTTP requests in a row, passes values from one to the next, and checks each response.',
  category: 'web',
  schema: stepsSchema,
  form: stepsForm,
  defaults: { interval: 60_000, timeout: 30_000 },
  phases: [
    dnsPhase,
    connectPhase,
    proxyPhase,
    tlsPhase,
    { name: 'wait', label: 'Wait', role: 'wait' },
    { name: 'transfer', label: 'Transfer', role: 'transfer' },
    { name: 'pause', label: 'Pause', role: 'other' },
  ],
  metrics: [],
  details: [
    { name: 'steps', label: 'Steps', format: 'steps' },
    { name: 'snippet', label: 'Response of the failed step', format: 'code' },
  ],
  failures: stepsFailures,
  issues: stepsIssues,
  placeholders: [
    { name: 'VALUE', meaning: 'a value that a step extracted, by its name; not those that are secret', parts: 'json' },
    { name: 'STATUS', meaning: 'the HTTP status of the last response' },
    { name: 'BODY', meaning: 'the body of the last response', parts: 'json' },
  ],
  pasteExamples: ['steps:https://example.org/health'],
  triedAgainst: 'httpbin',
  example: {
    kind: 'steps',
    name: 'Shop: sign in and open the cart',
    interval: '5m',
    values: { user: 'test', password: '${SHOP_PASSWORD}' },
    steps: [
      'step Sign in',
      'POST https://shop.example.org/login',
      'json {"user": "{{user}}", "password": "{{password}}"}',
      'extract token = [BODY].token',
      '',
      'step Cart',
      'GET https://shop.example.org/cart',
      'header Authorization: Bearer {{token}}',
      'expect len([BODY].items) == 0',
      '',
    ].join('\n'),
  },
  target: (fields) => `steps:${firstUrl(fields)}`,
  host: (fields) => {
    const url = firstUrl(fields);
    return URL.canParse(url) && !url.includes('{{') ? new URL(url).hostname.replace(/^\[|\]$/gu, '') : '';
  },
  parse: (text): EndpointInput | null =>
    /^steps:https?:\/\//iu.test(text) ? { kind: 'steps', steps: `GET ${text.slice('steps:'.length)}` } : null,
  derivedSecrets: (fields) => [proxyCredentials(fields)],
  load: () => import('./run.ts'),
};

function firstUrl({ steps: text }: StepsFields): string {
  return requestsOf(parseSteps(text))[0]?.url ?? '';
}
