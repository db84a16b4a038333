/** One check of an HTTP endpoint: request, redirects, and a look at the response. */
import { STATUS_CODES } from '../../../base/node-http.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { resolverFor } from '../../fields/route.ts';
import { parseAcceptedStatus } from '../../http/accepted-status.ts';
import { ENCODINGS } from '../../http/content-encoding.ts';
import { headerText, textOf, type Answer, type HttpRequest } from '../../http/exchange.ts';
import { httpFailure } from '../../http/failures.ts';
import { idleConnections, sendAndFollow } from '../../http/send.ts';
import { USER_AGENT } from '../../net/user-agent.ts';
import { cut } from '../../net/failures.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe.ts';
import { basicAuthorization, type HttpFields } from './fields.ts';

/** Characters of a keyword that a failure quotes. */
const QUOTED = 80;

/** Closes the connections that endpoints keep open between checks. */
export function dispose(): void {
  idleConnections.dispose();
}

/** Runs one check, including redirects. */
export function run(fields: HttpFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  const resolver = resolverFor(fields, context.resolver);
  return conductCheck({ ...context, resolver }, fields.timeout, async (probe) => {
    const answer = await sendAndFollow(probe, firstRequest(fields, probe.wanted), {
      ...fields,
      whole: looksInside(fields, probe.wanted),
    });
    await observe(probe, answer);
    const failure = await judge(probe, fields, answer);
    if (failure !== null) probe.details.snippet = await snippetOf(probe, answer);
    return failure;
  });
}

function firstRequest(fields: HttpFields, wanted: ReadonlySet<string>): HttpRequest {
  const url = new URL(fields.url);
  const body = fields.body === '' ? null : Buffer.from(fields.body);
  const given = Object.entries(fields.headers);
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const headers: string[] = [];
  const add = (name: string, value: string) => {
    if (!names.has(name.toLowerCase())) headers.push(name, value);
  };
  add('Host', url.host);
  add('User-Agent', fields.userAgent === '' ? USER_AGENT : fields.userAgent);
  add('Accept', '*/*');
  const authorization = basicAuthorization(fields);
  if (authorization !== null) add('Authorization', authorization);
  if (looksInside(fields, wanted)) add('Accept-Encoding', ENCODINGS);
  for (const [name, value] of given) headers.push(name, value);
  if (body !== null) headers.push('Content-Length', String(body.length));
  else if (fields.method === 'POST' || fields.method === 'PUT' || fields.method === 'PATCH') {
    headers.push('Content-Length', '0');
  }
  return { url, method: fields.method, headers, body };
}

function looksInside({ keyword, keywordAbsent }: HttpFields, wanted: ReadonlySet<string>): boolean {
  return wanted.has('BODY') || keyword !== '' || keywordAbsent !== '';
}

/** Fills in what conditions ask for. */
async function observe(probe: Probe, answer: Answer): Promise<void> {
  const { observed, wanted, details } = probe;
  observed['STATUS'] = answer.status;
  observed['SIZE'] = answer.body.bytes;
  if (typeof details['httpVersion'] === 'string') observed['HTTP_VERSION'] = details['httpVersion'];
  if (wanted.has('HEADER')) {
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, headerText(value)] as const);
    observed['HEADER'] = Object.fromEntries(headers);
  }
  if (wanted.has('BODY')) observed['BODY'] = await textOf(answer, probe.signal);
}

/** What is wrong with the complete response; null: nothing. */
async function judge(probe: Probe, fields: HttpFields, answer: Answer): Promise<Failure | null> {
  const { status, body } = answer;
  // A condition on the status replaces the accepted status.
  if (!probe.wanted.has('STATUS') && parseAcceptedStatus(fields.acceptedStatus)?.(status) !== true) {
    return httpFailure('http.status', { status, name: STATUS_CODES[status] ?? null, accepted: fields.acceptedStatus });
  }
  if (fields.keyword === '' && fields.keywordAbsent === '') return null;
  const text = await textOf(answer, probe.signal);
  if (fields.keyword !== '' && !text.includes(fields.keyword)) {
    const searchedBytes = body.truncated ? body.bytes : null;
    return httpFailure('body.keywordMissing', { keyword: cut(fields.keyword, QUOTED), searchedBytes });
  }
  if (fields.keywordAbsent !== '' && text.includes(fields.keywordAbsent)) {
    return httpFailure('body.keywordPresent', { keyword: cut(fields.keywordAbsent, QUOTED) });
  }
  return null;
}

/** The start of the response, for people; empty when it cannot be decoded. That is not the failure to report. */
async function snippetOf(probe: Probe, answer: Answer): Promise<string> {
  try {
    return toSnippet(await textOf(answer, probe.signal));
  } catch (error) {
    if (error instanceof FailureError) return '';
    throw error;
  }
}
