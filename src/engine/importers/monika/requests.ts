/** Reads the requests of a probe. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { httpEntry, knownMethod, redirectFields } from '../request.ts';
import { hostPort } from '../web.ts';
import { assertionsOf } from './assertions.ts';

const IGNORED = ['saveBody', 'id', 'interval', 'isValid'];

export function readSingle(request: Fields, conditions: readonly string[]): EndpointInput | null {
  const timeout = `${request.number('timeout') ?? 10_000}ms`;
  const own = [...conditions, ...assertionsOf(request)];
  const url = request.text('url');
  if (request.flag('ping')) {
    request.ignore(...IGNORED).finish();
    return { kind: 'icmp', host: hostPort(url).host, timeout };
  }
  const entry = httpEntry(
    {
      method: request.text('method') || 'GET',
      url,
      headers: Object.entries(request.pairs('headers')),
      ...bodyOf(request),
      more: entryOf({
        timeout,
        conditions: own,
        ...(request.flag('allowUnauthorized') ? { verifyTls: false } : {}),
        ...redirectFields(request.number('followRedirects')),
      }),
    },
    request,
  );
  request.ignore(...IGNORED).finish();
  return entry;
}

function bodyOf(request: Fields): { body?: string; form?: [string, string][] } {
  const body = request.value('body');
  const type =
    Object.entries(request.pairs('headers')).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (!isRecord(body)) return { body: textOf(body) };
  if (!type.startsWith('application/x-www-form-urlencoded')) return { body: JSON.stringify(body) };
  return { form: Object.entries(body).map(([name, value]) => [name, textOf(value)]) };
}

/** Several requests, of which later ones may use the responses of earlier ones. */
export function readJourney(
  probe: Fields,
  requests: readonly Fields[],
  conditions: readonly string[],
): EndpointInput | null {
  /** By step: the values of its response that later steps use. */
  const extracts = requests.map(() => new Map<string, string>());
  const lines = requests.map((request, index) =>
    stepOf(request, index, extracts, index === requests.length - 1 ? conditions : []),
  );
  const timeouts = requests.map((request) => request.number('timeout') ?? 10_000);
  if (lines.some((line) => line === null)) return null;
  const steps = lines.map((line, index) => {
    const extracted = [...(extracts[index] ?? [])].map(([path, name]) => `extract ${name} = [BODY]${path}`);
    return [...(line ?? []), ...extracted].join('\n');
  });
  probe.ignore('requests');
  const isUnverified = requests.some((request) => request.flag('allowUnauthorized'));
  for (const request of requests) request.ignore(...IGNORED).finish();
  return {
    kind: 'steps',
    steps: steps.join('\n\n'),
    timeout: `${timeouts.reduce((sum, timeout) => sum + timeout, 0)}ms`,
    ...(isUnverified ? { verifyTls: false } : {}),
  };
}

/** The lines of a step; null: Lookout does not send such requests. */
function stepOf(
  request: Fields,
  index: number,
  extracts: readonly Map<string, string>[],
  conditions: readonly string[],
): string[] | null {
  const method = knownMethod(request.text('method'), request);
  if (method === null) return null;
  const fill = (text: string) =>
    text.replaceAll(
      /\{\{\s*responses\.\[(\d+)\]\.(?:data|body)((?:\.[\w[\]]+)*)\s*\}\}/gu,
      (reference, step: string, path: string) => {
        const known = extracts[Number(step)];
        if (known === undefined || Number(step) >= index) return reference;
        const plain = path.replaceAll('.[', '[');
        const name = known.get(plain) ?? `value${step}_${known.size + 1}`;
        known.set(plain, name);
        return `{{${name}}}`;
      },
    );
  const { body = '', form = [] } = bodyOf(request);
  const own = [...conditions, ...assertionsOf(request)].map(fill);
  return [
    `${method} ${fill(request.text('url'))}`,
    ...Object.entries(request.pairs('headers')).map(([name, value]) => `header ${name}: ${fill(value)}`),
    ...(body === '' ? [] : [`${/^\s*[[{]/u.test(body) ? 'json' : 'text'} ${fill(body).replaceAll(/\s*\n\s*/gu, ' ')}`]),
    ...form.map(([name, value]) => `form ${name}: ${fill(value)}`),
    ...(request.number('followRedirects') === 0 ? ['no redirects'] : []),
    ...own.map((condition) => `expect ${condition}`),
  ];
}
