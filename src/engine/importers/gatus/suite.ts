/** Reads a suite of Gatus as a journey: its endpoints are the steps, and its context is the values. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { entryOf, type Fields } from '../fields.ts';
import type { FoundEndpoint } from '../importer.ts';
import { isKnownMethod } from '../web.ts';
import { nameOf } from './endpoint.ts';
import { keyOf } from './key.ts';

/** @throws ImportError where Gatus refuses it */
export function readSuite(fields: Fields): readonly FoundEndpoint[] {
  const name = nameOf(fields);
  const endpoints = fields.entries('endpoints');
  if (endpoints.length === 0) throw fields.refuse('endpoints', 'required');
  const timeout = fields.text('timeout');
  if (timeout.startsWith('-')) throw fields.refuse('timeout');
  const names = new Set<string>();
  const steps = endpoints.flatMap((endpoint) => {
    const step = nameOf(endpoint);
    if (names.has(step)) throw endpoint.refuse('name');
    names.add(step);
    return readStep(endpoint, step);
  });
  if (steps.length === 0) return [];
  fields.warn('endpoints', 'import.instead', { used: 'a journey, with conditions in the dialect of Lookout' });
  const entry: EndpointInput = {
    kind: 'steps',
    ...entryOf({
      name,
      group: fields.text('group').trim(),
      interval: fields.text('interval') || '10m',
      timeout: timeout || '5m',
      steps: steps.join('\n\n'),
      values: fields.pairs('context'),
    }),
  };
  const enabled = fields.flag('enabled', true);
  fields.finish({ 'maintenance-windows': 'import.maintenance' });
  return [
    { sourceId: `gatus:${keyOf(fields)}`, source: fields.source.name, path: fields.path, entry, paused: !enabled },
  ];
}

/** The lines of a step; none if it is not an HTTP request. */
function readStep(fields: Fields, name: string): string[] {
  const url = withValues(fields.text('url'));
  const method = fields.text('method').toUpperCase() || 'GET';
  if (!/^https?:\/\//iu.test(url) || !isKnownMethod(method)) {
    fields.warn('url', 'import.noKind', { type: url.replace(/:.*$/u, '') });
    return [];
  }
  const body = withValues(fields.text('body'));
  const conditions = fields.texts('conditions').map(withValues);
  const client = fields.fields('client');
  if (client.flag('ignore-redirect')) client.ignore('ignore-redirect');
  const lines = [
    `step ${name}`,
    `${method} ${url}`,
    ...Object.entries(fields.pairs('headers')).map(([header, value]) => `header ${header}: ${withValues(value)}`),
    ...(body === '' ? [] : [`${fields.flag('graphql') ? 'graphql' : 'text'} ${oneLine(body)}`]),
    ...(client.flag('ignore-redirect') ? ['no redirects'] : []),
    ...Object.entries(fields.pairs('store')).map(([key, source]) => `extract ${key} = ${source}`),
    // Only the conditions of Gatus decide.
    ...(conditions.some((condition) => condition.includes('[STATUS]')) ? [] : ['accept 100-599']),
    ...conditions.map((condition) => `expect ${condition}`),
  ];
  fields.ignore('group', 'interval');
  client.finish({ timeout: 'import.noCounterpart', insecure: 'import.noCounterpart' });
  fields.finish({ alerts: 'import.alerting', 'always-run': 'import.noCounterpart', ui: 'import.noCounterpart' });
  return [lines.join('\n')];
}

/** `[CONTEXT].name` is `{{name}}`. */
function withValues(text: string): string {
  return text.replaceAll(/\[CONTEXT\]\.([A-Za-z_][\w-]*)/gu, '{{$1}}');
}

/** Bodies of several lines in one: JSON means the same without its line breaks. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/gu, ' ');
}
