import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { hostOf } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { proxyCredentials } from '../../fields/proxy.ts';
import { connectPhase, dnsPhase, proxyPhase, tlsPhase, transferPhase, waitPhase } from '../../net/probe/phases.ts';
import { stepsFailures } from './failures.ts';
import { stepsForm, stepsSchema, type StepsFields } from './fields.ts';
import { stepsIssues } from './issues.ts';
import { journeysIn, withRenamedJourneys } from './other-journeys.ts';
import { parseSteps } from './parse-steps.ts';
import { askingSteps, urlsOf } from './step.ts';

/** Several requests in a row, over HTTP and gRPC, with values that later ones use. */
export const steps: CheckKind<StepsFields> = {
  kind: 'steps',
  title: 'Journey',
  description:
    'Sends several HTTP requests and gRPC calls in a row, passes values from one to the next, and checks each response.',
  category: 'web',
  schema: stepsSchema,
  form: stepsForm,
  defaults: { interval: 60_000, timeout: 30_000 },
  phases: [
    dnsPhase,
    connectPhase,
    proxyPhase,
    tlsPhase,
    { name: 'reflection', label: 'Reflection', role: 'other' },
    waitPhase,
    transferPhase,
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
    { name: 'STATUS', meaning: 'the HTTP or gRPC status of the last response' },
    { name: 'BODY', meaning: 'the body of the last response', parts: 'json' },
  ],
  pasteExamples: ['steps:https://example.org/health'],
  triedAgainst: 'httpbin, a server of @grpc/grpc-js',
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
  target: ({ steps: text }) => `steps:${firstTarget(text)}`,
  host: ({ steps: text }) => {
    const url = urlsOf(parseSteps(text))[0] ?? '';
    return URL.canParse(url) && !url.includes('{{') ? hostOf(new URL(url)) : '';
  },
  parse: (text): EndpointInput | null =>
    /^steps:https?:\/\//iu.test(text) ? { kind: 'steps', steps: `GET ${text.slice('steps:'.length)}` } : null,
  dependsOn: {
    field: 'steps',
    references: ({ steps: text }) => journeysIn(text).map(({ reference }) => reference),
    onlyOwnKind: true,
    renamed: ({ steps: text }, follow) => ({ steps: withRenamedJourneys(text, follow) }),
  },
  derivedSecrets: (fields) => [proxyCredentials(fields)],
  load: () => import('./run.ts'),
};

/** The target of the first step. */
function firstTarget(text: string): string {
  const [first] = askingSteps(parseSteps(text));
  if (first === undefined) return '';
  return first.type === 'journey' ? first.reference : first.url;
}
