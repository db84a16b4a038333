/** One check of an HTTP endpoint: request, redirects, and a look at the response. */
import { STATUS_CODES } from '../../../base/node-http.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { resolverFor } from '../../net/dns/own-resolver.ts';
import { parseAcceptedStatus } from '../../fields/accepted-status.ts';
import { ENCODINGS } from '../../http/content-encoding.ts';
import { digestAuthorization } from '../../http/digest.ts';
import { headerText, textOf, type Answer, type HttpRequest } from '../../http/exchange.ts';
import { httpFailure } from '../../http/failures.ts';
import { accessToken, forgetToken, forgetTokens } from '../../http/oauth.ts';
import { makeBody } from '../../http/request-body.ts';
import { shownHeaders } from '../../http/shown-headers.ts';
import { idleConnections, sendAndFollow, type RedirectOptions } from '../../http/send.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { withoutTexts } from '../../net/probe/without-texts.ts';
import { withApdex } from './apdex.ts';
import { authorizationOf, type HttpFields } from './fields.ts';

/** Characters of a keyword that a failure quotes. */
const QUOTED = 80;

/** Closes the connections that endpoints keep open between checks, and forgets their access tokens. */
export function dispose(): void {
  idleConnections.dispose();
  forgetTokens();
}

type Fields = HttpFields & Pick<CommonConfig, 'timeout'>;

/** Runs one check, including redirects. */
export async function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  const resolver = resolverFor(fields, context.resolver);
  /** Secrets that the check received. No outcome contains them. */
  const given = new Set<string>();
  const outcome = await conductCheck({ ...context, resolver }, fields.timeout, async (probe) => {
    const answer = await getAnswer(probe, fields, given);
    await observe(probe, answer);
    if (fields.showHeaders.length > 0) probe.details['headers'] = shownHeaders(answer, fields.showHeaders);
    const failure = await judge(probe, fields, answer);
    if (failure !== null) probe.details.snippet = await snippetOf(probe, answer);
    return failure;
  });
  return withApdex(withoutTexts(outcome, given), fields.apdexTarget);
}

/** Sends the request, signs in, and follows redirects. @param given gets the access token */
async function getAnswer(probe: Probe, fields: HttpFields, given: Set<string>): Promise<Answer> {
  const url = new URL(fields.url);
  const authorization = async () => {
    if (fields.auth !== 'oauth2') return fields.auth === 'bearer' ? `Bearer ${fields.token}` : authorizationOf(fields);
    const token = await accessToken(probe, fields, options, url);
    given.add(token);
    return `Bearer ${token}`;
  };
  const hasOwn = Object.keys(fields.headers).some((name) => name.toLowerCase() === 'authorization');
  const authorize: RedirectOptions['authorize'] = async (request, { headers }) => {
    if (hasOwn) return null;
    if (fields.auth === 'digest') {
      const uri = request.url.pathname + request.url.search;
      return digestAuthorization(headerText(headers['www-authenticate']), { ...request, uri }, fields);
    }
    if (fields.auth !== 'oauth2') return null;
    // It may have been revoked. A new one is tried once.
    forgetToken(fields);
    return authorization();
  };
  const options = { ...fields, whole: looksInside(fields, probe.wanted), authorize };
  const first = firstRequest(fields, { wanted: probe.wanted, authorization: hasOwn ? null : await authorization() });
  return sendAndFollow(probe, first, options);
}

interface RequestOptions {
  readonly wanted: ReadonlySet<string>;
  /** Null: none, or the endpoint has its own. */
  readonly authorization: string | null;
}

function firstRequest(fields: HttpFields, { wanted, authorization }: RequestOptions): HttpRequest {
  const url = new URL(fields.url);
  const given = Object.entries(fields.headers);
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const headers: string[] = [];
  const add = (name: string, value: string) => {
    if (!names.has(name.toLowerCase())) headers.push(name, value);
  };
  let body = makeBody(fields);
  if (fields.bodyType === 'graphql' && (fields.method === 'GET' || fields.method === 'HEAD')) {
    // GraphQL over HTTP has queries of GET in the URL.
    url.searchParams.set('query', fields.body);
    if (fields.variables.trim() !== '') url.searchParams.set('variables', fields.variables);
    body = null;
  }
  add('Host', url.host);
  add('User-Agent', fields.userAgent === '' ? USER_AGENT : fields.userAgent);
  add('Accept', '*/*');
  if (authorization !== null) add('Authorization', authorization);
  if (looksInside(fields, wanted)) add('Accept-Encoding', ENCODINGS);
  if (body !== null && body.contentType !== null) add('Content-Type', body.contentType);
  for (const [name, value] of given) headers.push(name, value);
  if (body !== null) headers.push('Content-Length', String(body.bytes.length));
  else if (fields.method === 'POST' || fields.method === 'PUT' || fields.method === 'PATCH') {
    headers.push('Content-Length', '0');
  }
  return { url, method: fields.method, headers, body: body?.bytes ?? null };
}

function looksInside({ keyword, keywordAbsent }: HttpFields, wanted: ReadonlySet<string>): boolean {
  return wanted.has('BODY') || keyword !== '' || keywordAbsent !== '';
}

/** Fills in the placeholders that conditions use. */
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
