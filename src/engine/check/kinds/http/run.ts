/** One check of an HTTP endpoint: request, redirects, and a look at the response. */
import { STATUS_CODES } from '../../../base/node-http.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CheckOutcome } from '../../../../contract/model/check.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext } from '../../kind.ts';
import { toFamily } from '../../fields/family.ts';
import { cut } from '../../net/failures.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe.ts';
import { parseAcceptedStatus } from './accepted-status.ts';
import { closeConnection, openConnection, type Connection } from './connection.ts';
import { ENCODINGS } from './content-encoding.ts';
import { hasHeader, headerText, type Answer, type HttpRequest, type Reading } from './exchange.ts';
import { exchange1 } from './exchange-1.ts';
import { exchange2, Http11RequiredError } from './exchange-2.ts';
import { httpFailure } from './failures.ts';
import { basicAuthorization, type HttpFields } from './fields.ts';
import { IdleConnections } from './keep-alive.ts';
import { followRedirect, isRedirect } from './redirect.ts';
import { USER_AGENT } from '../../net/user-agent.ts';

/** How many characters of a redirect's target are kept. With the most redirects possible, that is less than 64 KB. */
const REDIRECT_CHARACTERS = 1_000;
/** Characters of a keyword that a failure quotes. */
const QUOTED = 80;
/** The idle connections of all endpoints; closed by `dispose`. */
export const idleConnections = new IdleConnections();

/** Closes the connections that endpoints keep open between checks. */
export function dispose(): void {
  idleConnections.dispose();
}

/** Runs one check, including redirects. */
export function run(fields: HttpFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<CheckOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const answer = await getAnswer(probe, fields);
    await observe(probe, answer);
    const failure = await judge(probe, fields, answer);
    if (failure !== null) probe.details.snippet = await snippetOf(probe, answer);
    return failure;
  });
}

/** Sends the request and follows redirects. */
async function getAnswer(probe: Probe, fields: HttpFields): Promise<Answer> {
  let request = firstRequest(fields, probe.wanted);
  const redirects: { status: number; url: string }[] = [];
  for (;;) {
    const answer = await send(probe, fields, request);
    if (!fields.followRedirects || !isRedirect(answer.status)) return answer;
    request = followRedirect(request, answer, fields.secretHeaders);
    redirects.push({ status: answer.status, url: cut(request.url.href, REDIRECT_CHARACTERS) });
    probe.details.redirects = redirects;
    if (redirects.length > fields.maxRedirects) {
      const params = { max: fields.maxRedirects, url: cut(request.url.href, 200) };
      throw new FailureError(httpFailure('http.tooManyRedirects', params));
    }
    // These belong to the previous response. The next one may be unencrypted, or come from another server.
    delete probe.details.tls;
    delete probe.details.truncated;
  }
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

/** Sends one request over an idle or a new connection, which is then kept open or closed. */
async function send(probe: Probe, fields: HttpFields, request: HttpRequest): Promise<Answer> {
  const options = {
    family: toFamily(fields.family),
    verifyTls: fields.verifyTls,
    trustedCertificates: fields.trustedCertificates,
    // Upgrades exist only in HTTP/1.1 (RFC 9110, 7.8).
    http2: fields.http2 && !hasHeader(request.headers, 'upgrade'),
  } as const;
  // A request that must not be sent twice (RFC 9110, 9.2.2) cannot try out whether an idle connection still works.
  const keepAlive = fields.keepAlive && request.method !== 'POST' && request.method !== 'PATCH';
  const reading: Reading = { maxBytes: fields.maxBytes, whole: looksInside(fields, probe.wanted), keepAlive };
  const key = keepAlive ? JSON.stringify([request.url.origin, options]) : '';

  const idle = keepAlive ? idleConnections.take(key) : undefined;
  if (idle !== undefined) {
    try {
      return await exchange(probe, idle, request, reading, key);
    } catch (error) {
      // The server may close an idle connection at the moment it is used. That is not a failure of the server.
      const unanswered = probe.watch.phase === 'wait' && !probe.signal.aborted;
      if (!unanswered || error instanceof Http11RequiredError) throw error;
    }
  }
  try {
    return await exchange(probe, await openConnection(probe, request.url, options), request, reading, key);
  } catch (error) {
    if (!(error instanceof Http11RequiredError)) throw error;
    const connection = await openConnection(probe, request.url, { ...options, http2: false });
    return exchange(probe, connection, request, { ...reading, keepAlive: false }, '');
  }
}

async function exchange(
  probe: Probe,
  connection: Connection,
  request: HttpRequest,
  reading: Reading,
  key: string,
): Promise<Answer> {
  const { socket, session, remoteAddress, tls } = connection;
  if (remoteAddress !== undefined) probe.details.remoteAddress = remoteAddress;
  if (tls !== undefined) probe.details.tls = tls;
  try {
    const answer =
      session === null
        ? await exchange1(probe, socket, request, reading)
        : await exchange2(probe, session, request, reading);
    if (answer.reusable) idleConnections.keep(key, connection);
    return answer;
  } catch (error) {
    closeConnection(connection);
    throw error;
  }
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
  if (wanted.has('BODY')) observed['BODY'] = await textOf(probe, answer);
}

/** What is wrong with the complete response; null: nothing. */
async function judge(probe: Probe, fields: HttpFields, answer: Answer): Promise<Failure | null> {
  const { status, body } = answer;
  // A condition on the status replaces the accepted status.
  if (!probe.wanted.has('STATUS') && parseAcceptedStatus(fields.acceptedStatus)?.(status) !== true) {
    return httpFailure('http.status', { status, name: STATUS_CODES[status] ?? null, accepted: fields.acceptedStatus });
  }
  if (fields.keyword === '' && fields.keywordAbsent === '') return null;
  const text = await textOf(probe, answer);
  if (fields.keyword !== '' && !text.includes(fields.keyword)) {
    const searchedBytes = body.truncated ? body.bytes : null;
    return httpFailure('body.keywordMissing', { keyword: cut(fields.keyword, QUOTED), searchedBytes });
  }
  if (fields.keywordAbsent !== '' && text.includes(fields.keywordAbsent)) {
    return httpFailure('body.keywordPresent', { keyword: cut(fields.keywordAbsent, QUOTED) });
  }
  return null;
}

function textOf({ signal }: Probe, { headers, body }: Answer): Promise<string> {
  return body.text(headers['content-type'] ?? '', headerText(headers['content-encoding']), signal);
}

/** The start of the response, for people; empty when it cannot be decoded. That is not the failure to report. */
async function snippetOf(probe: Probe, answer: Answer): Promise<string> {
  try {
    return toSnippet(await textOf(probe, answer));
  } catch (error) {
    if (error instanceof FailureError) return '';
    throw error;
  }
}
