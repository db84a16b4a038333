/** Makes the HTTP request of a step: its values are filled in. */
import { cut } from '../../../base/cut.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { fill } from '../../fields/templates.ts';
import { ENCODINGS } from '../../http/content-encoding.ts';
import type { HttpRequest } from '../../http/exchange.ts';
import { makeBody } from '../../http/request-body.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { stepsFailure } from './failures.ts';
import type { Journey } from './journey.ts';
import type { RequestStep } from './step.ts';

/** RFC 9110, 5.5. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/u;

/** @throws FailureError when a value cannot be sent where it is used */
export function requestOf(step: RequestStep, journey: Journey): HttpRequest {
  const { values } = journey;
  const url = urlOf(fill(step.url, values), journey);
  url.hash = '';
  const given = headersOf(step, journey);
  const body = makeBody({
    bodyType: step.bodyType,
    body: fill(step.body, values, ESCAPES[step.bodyType]),
    variables: fill(step.variables, values, escapeJson),
    form: Object.fromEntries(Object.entries(step.form).map(([name, value]) => [name, fill(value, values)])),
  });
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const headers: string[] = [];
  const add = (name: string, value: string) => {
    if (!names.has(name.toLowerCase())) headers.push(name, value);
  };
  add('Host', url.host);
  add('User-Agent', USER_AGENT);
  add('Accept', '*/*');
  add('Accept-Encoding', ENCODINGS);
  if (body !== null && body.contentType !== null) add('Content-Type', body.contentType);
  for (const [name, value] of given) headers.push(name, value);
  if (body !== null) headers.push('Content-Length', String(body.bytes.length));
  else if (step.method.startsWith('P')) headers.push('Content-Length', '0');
  return { url, method: step.method, headers, body: body?.bytes ?? null };
}

/** @throws FailureError when it is not a web URL, or the person has not named its origin */
export function urlOf(text: string, journey: Journey): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) throw fail('steps.badUrl', { url: cut(text, 200) });
  url.username = '';
  url.password = '';
  if (!journey.mayGoTo(url)) throw fail('steps.otherOrigin', { url: cut(url.origin, 200) });
  return url;
}

/** The headers with their values. @throws FailureError when a value cannot be sent */
export function headersOf(
  { headers }: Pick<RequestStep, 'headers'>,
  { values }: Journey,
): readonly (readonly [name: string, value: string])[] {
  const given = headers.map(([name, value]) => [name, fill(value, values)] as const);
  for (const [name, value] of given) if (!HEADER_VALUE.test(value)) throw fail('steps.badValue', { part: name });
  return given;
}

/** Escapes a value for the inside of a text in JSON. */
export function escapeJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

const XML_ESCAPES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};

/** A value must not change the structure of the text around it. */
const ESCAPES: Readonly<Record<RequestStep['bodyType'], (value: string) => string>> = {
  json: escapeJson,
  xml: (value) => value.replaceAll(/[<>&"']/gu, (sign) => XML_ESCAPES[sign] ?? sign),
  text: (value) => value,
  graphql: escapeJson,
  form: (value) => value,
  multipart: (value) => value,
};

function fail(...[code, params]: Parameters<typeof stepsFailure>): FailureError {
  return new FailureError(stepsFailure(code, params));
}
