/** Access tokens by OAuth 2.0 client credentials (RFC 6749, 4.4). They are kept in memory until they expire, and nowhere else. */
import { createHash } from 'node:crypto';
import type { Ms } from '../../../contract/model/units.ts';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import { EvidenceNotes } from '../net/probe/evidence.ts';
import type { Probe } from '../net/probe/probe.ts';
import { Stopwatch } from '../net/probe/stopwatch.ts';
import { USER_AGENT } from '../net/connect/user-agent.ts';
import { clientCredentials } from './client-credentials.ts';
import { textOf, type Answer, type HttpRequest } from './exchange.ts';
import { httpFailure } from './failures.ts';
import { send, type SendOptions } from './send.ts';

export interface OAuthFields {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Separated by spaces; empty: none. */
  readonly scope: string;
  /** For servers that ask for it, such as Auth0; empty: none. */
  readonly audience: string;
}

interface Token {
  readonly text: string;
  /** On the monotonic clock. */
  readonly expiresAt: Ms;
}

const tokens = new Map<string, Token>();
const MAX_TOKENS = 1_000;
/** A token is replaced this long before it expires, as clocks differ and requests take time. */
const MARGIN_MS = 30_000;
/** For servers that do not say how long a token is valid. */
const USUAL_SECONDS = 300;
const MAX_BYTES = 65_536;
/** The characters that a header can hold (RFC 6750, 2.1, and others that servers send). */
const TOKEN = /^[\x21-\x7e]{1,16000}$/u;

/**
 * A token for the endpoint (phase `auth`, when there is none yet). Only the server of the token URL gets the client secret.
 * @param own the endpoint's own URL
 * @throws FailureError `auth.failed`, `http.token`, or what prevents the connection
 */
export async function accessToken(probe: Probe, fields: OAuthFields, options: SendOptions, own: URL): Promise<string> {
  const key = keyOf(fields);
  const kept = tokens.get(key);
  if (kept !== undefined && kept.expiresAt > performance.now()) return kept.text;
  tokens.delete(key);
  probe.watch.enter('auth');
  try {
    const { text, seconds } = await fetchToken(probe, fields, options, own);
    if (tokens.size >= MAX_TOKENS) tokens.clear();
    tokens.set(key, { text, expiresAt: performance.now() + Math.max(0, seconds * 1000 - MARGIN_MS) });
    return text;
  } catch (error) {
    // The failure is the token server's, not the endpoint's.
    throw error instanceof FailureError
      ? new FailureError({ ...error.failure, phase: 'auth' }, { cause: error })
      : error;
  }
}

/** Forgets a token that the endpoint refused. */
export function forgetToken(fields: OAuthFields): void {
  tokens.delete(keyOf(fields));
}

/** Forgets all tokens. */
export function forgetTokens(): void {
  tokens.clear();
}

function keyOf({ tokenUrl, clientId, clientSecret, scope, audience }: OAuthFields): string {
  const parts = JSON.stringify([tokenUrl, clientId, clientSecret, scope, audience]);
  return createHash('sha256').update(parts).digest('base64');
}

async function fetchToken(
  outer: Probe,
  fields: OAuthFields,
  options: SendOptions,
  own: URL,
): Promise<{ readonly text: string; readonly seconds: number }> {
  // The details of this exchange are not about the endpoint, and contain the token.
  const apart = { watch: new Stopwatch(), details: {}, metrics: {}, observed: {}, evidence: new EvidenceNotes() };
  const probe: Probe = { ...outer, ...apart };
  const reading = { ...options, keepAlive: false, maxBytes: MAX_BYTES, whole: true };
  const ask = (inBody: boolean) => send(probe, tokenRequest(fields, inBody), reading, own);
  let answer = await ask(false);
  // Servers must know the header (RFC 6749, 2.3.1), but some know only the body.
  if (answer.status === 401 || answer.status === 400) answer = await ask(true);
  const body = await jsonOf(answer, probe.signal);
  if (answer.status !== 200) {
    const problem = [body['error'], body['error_description']].filter((part) => typeof part === 'string').join(': ');
    if (problem !== '') throw new FailureError(failureOf('auth.failed', { username: fields.clientId, problem }));
    throw new FailureError(httpFailure('http.token', { reason: 'status', status: answer.status }));
  }
  const text = body['access_token'];
  if (typeof text !== 'string' || !TOKEN.test(text)) {
    throw new FailureError(httpFailure('http.token', { reason: 'missing' }));
  }
  const seconds = Number(body['expires_in']);
  return { text, seconds: Number.isFinite(seconds) && seconds > 0 ? seconds : USUAL_SECONDS };
}

function tokenRequest(
  { clientId, clientSecret, scope, audience, ...fields }: OAuthFields,
  inBody: boolean,
): HttpRequest {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== '') form.set('scope', scope);
  if (audience !== '') form.set('audience', audience);
  if (inBody) {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  }
  const body = Buffer.from(form.toString());
  const url = new URL(fields.tokenUrl);
  const headers = ['Host', url.host, 'User-Agent', USER_AGENT, 'Accept', 'application/json'];
  if (!inBody) headers.push('Authorization', `Basic ${clientCredentials({ clientId, clientSecret })}`);
  headers.push('Content-Type', 'application/x-www-form-urlencoded', 'Content-Length', String(body.length));
  return { url, method: 'POST', headers, body };
}

/** An empty object where there is no JSON object. */
async function jsonOf(answer: Answer, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  const text = await textOf(answer, signal);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
