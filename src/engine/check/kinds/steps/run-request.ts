/** One request of a journey: its values are filled in, and what is asked of the answer is judged and extracted. */
import { STATUS_CODES } from '../../../base/node-http.ts';
import type { StepResult } from '../../../../contract/model/check.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { Json } from '../../../../contract/model/units.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { compileConditions } from '../../../conditions/compile.ts';
import { judgeConditions } from '../../../conditions/judge.ts';
import { Observation, queryKey } from '../../../conditions/observation.ts';
import { textOf as textOfValue } from '../../../conditions/operand-value.ts';
import { parseAcceptedStatus } from '../../http/accepted-status.ts';
import { ENCODINGS } from '../../http/content-encoding.ts';
import { headerText, textOf, type Answer, type HttpRequest } from '../../http/exchange.ts';
import { makeBody } from '../../http/request-body.ts';
import { sendAndFollow } from '../../http/send.ts';
import { cut } from '../../../base/cut.ts';
import { toSnippet, type Probe } from '../../net/probe.ts';
import { USER_AGENT } from '../../net/user-agent.ts';
import { fillCondition } from './check-steps.ts';
import { captureIn, readSource, STEP_PLACEHOLDERS, type Source } from './extract.ts';
import { stepsFailure } from './failures.ts';
import type { Journey } from './journey.ts';
import type { RequestStep } from './step.ts';
import { fill } from '../../fields/templates.ts';

/** A body is held in memory until the step ends. */
const MAX_BYTES = 1_000_000;
const MAX_REDIRECTS = 10;
/** RFC 9110, 5.5. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/u;

interface Request {
  readonly probe: Probe;
  readonly journey: Journey;
  readonly result: StepResult;
}

/** @returns why the step failed; null: it did not. @throws what prevents an answer */
export async function runRequest(step: RequestStep, { probe, journey, result }: Request): Promise<Failure | null> {
  const request = toRequest(step, journey);
  const inner: Probe = { ...probe, details: {}, metrics: {}, observed: {} };
  const { fields, cookies, own } = journey;
  const answer = await sendAndFollow(inner, request, {
    ...fields,
    keepAlive: false,
    maxBytes: MAX_BYTES,
    whole: true,
    followRedirects: step.followRedirects,
    maxRedirects: MAX_REDIRECTS,
    secretHeaders: step.headers.map(([name]) => name),
    cookies,
    ...(own === undefined ? {} : { own }),
  });
  const noted: { -readonly [Key in keyof StepResult]: StepResult[Key] } = result;
  noted.status = answer.status;
  const body = await textOf(answer, probe.signal);
  probe.observed['STATUS'] = answer.status;
  if (probe.wanted.has('BODY')) probe.observed['BODY'] = body;
  const failure = await judge(step, { probe, inner, journey, answer, body, url: request.url });
  if (failure !== null && !step.mayFail && body !== '') probe.details['snippet'] = toSnippet(body);
  return failure;
}

/** @throws FailureError when a value cannot be sent where it is used */
function toRequest(step: RequestStep, journey: Journey): HttpRequest {
  const { values } = journey;
  const text = fill(step.url, values);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) throw fail('steps.badUrl', { url: cut(text, 200) });
  url.username = '';
  url.password = '';
  url.hash = '';
  if (!journey.mayGoTo(url)) throw fail('steps.otherOrigin', { url: cut(url.origin, 200) });
  const given = step.headers.map(([name, value]) => [name, fill(value, values)] as const);
  for (const [name, value] of given) if (!HEADER_VALUE.test(value)) throw fail('steps.badValue', { part: name });
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

function escapeJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

const XML_ESCAPES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};

/** A value must not change the structure of what it is filled into. */
const ESCAPES: Readonly<Record<RequestStep['bodyType'], (value: string) => string>> = {
  json: escapeJson,
  xml: (value) => value.replaceAll(/[<>&"']/gu, (sign) => XML_ESCAPES[sign] ?? sign),
  text: (value) => value,
  graphql: escapeJson,
  form: (value) => value,
  multipart: (value) => value,
};

interface Answered {
  readonly probe: Probe;
  /** Of this request alone. */
  readonly inner: Probe;
  readonly journey: Journey;
  readonly answer: Answer;
  readonly body: string;
  readonly url: URL;
}

async function judge(step: RequestStep, answered: Answered): Promise<Failure | null> {
  const { probe, answer, journey } = answered;
  const observed = observe(answered);
  const namesStatus = step.conditions.some((text) => /\[STATUS\]/iu.test(text));
  if (!namesStatus && parseAcceptedStatus(step.acceptedStatus)?.(answer.status) !== true) {
    const { status } = answer;
    return stepsFailure('http.status', { status, name: STATUS_CODES[status] ?? null, accepted: step.acceptedStatus });
  }
  for (const [name, text] of step.extract) {
    const source = readSource(text);
    const value = source === null ? undefined : await valueOf({ wanted: name, source }, observed, answered);
    if (value === undefined) return stepsFailure('steps.notExtracted', { name, source: text });
    journey.set(name, value, /\[COOKIE\]/iu.test(text));
  }
  if (step.conditions.length === 0) return null;
  const texts = step.conditions.map((text) => fillCondition(text, journey.values));
  const compiled = compileConditions(texts, 'lookout', STEP_PLACEHOLDERS);
  const { queries } = journey;
  const results = await judgeConditions(compiled, observed, { queries, signal: probe.signal, memory: new Map() });
  const [first, ...others] = results.filter(({ holds, severity }) => !holds && severity === 'fail');
  if (first === undefined) return null;
  const { reason = null, source = null, problem = null } = first.obstacle ?? {};
  return failureOf('condition.failed', { condition: first.shown, reason, source, problem, more: others.length });
}

function observe({ inner, answer, body, journey, url }: Answered): Readonly<Record<string, Json>> {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, headerText(value)] as const);
  const { remoteAddress, httpVersion } = inner.details;
  const cookies = journey.cookies
    .headerFor(url)
    .split('; ')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return {
    STATUS: answer.status,
    BODY: body,
    SIZE: answer.body.bytes,
    HEADER: Object.fromEntries(headers),
    COOKIE: Object.fromEntries(cookies),
    ...(typeof httpVersion === 'string' ? { HTTP_VERSION: httpVersion } : {}),
    ...(remoteAddress === undefined ? {} : { IP: remoteAddress.replace(/:\d+$/u, '').replace(/^\[(.*)\]$/u, '$1') }),
  };
}

/** Undefined: there is no such value. @throws FailureError when the query fails */
async function valueOf(
  { wanted, source }: { readonly wanted: string; readonly source: Source },
  observed: Readonly<Record<string, Json>>,
  { body, journey, probe }: Answered,
): Promise<string | undefined> {
  const { name, query } = source.placeholder;
  const answers = new Map();
  if (query.language !== 'path') {
    if (journey.queries === null) return undefined;
    const [found] = await journey.queries.run(body, [query], probe.signal);
    if (found?.absence?.code === 'queryFailed') {
      throw fail('steps.queryFailed', {
        name: wanted,
        source: source.placeholder.source,
        problem: found.absence.reason,
      });
    }
    answers.set(queryKey(name, query), found);
  }
  const { value, absence } = new Observation(observed, answers).look(source.placeholder);
  if (absence !== null) return undefined;
  // Of several values that a query finds, the first is the one.
  const first = query.language !== 'path' && Array.isArray(value) ? (value[0] as Json | undefined) : value;
  return first === undefined ? undefined : captureIn(source, textOfValue(first));
}

function fail(...[code, params]: Parameters<typeof stepsFailure>): FailureError {
  return new FailureError(stepsFailure(code, params));
}
