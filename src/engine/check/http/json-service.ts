/** A service with an API over HTTP, whose answers are JSON. */
import type { Socket } from 'node:net';
import type { z } from 'zod';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import { formatHostPort } from '../fields/host.ts';
import { cut } from '../../base/cut.ts';
import { openSocket, type ServiceFields } from '../net/connect/open-socket.ts';
import { toSnippet, type Probe } from '../net/probe/probe.ts';
import { answerTooLarge } from '../net/services/rows.ts';
import { USER_AGENT } from '../net/connect/user-agent.ts';
import { textOf, type Answer } from './exchange.ts';
import { exchange1 } from './exchange-1.ts';
import { serviceFailure } from './json-service-parts.ts';

export interface JsonServiceFields extends ServiceFields {
  /** The prefix of the paths of the API, without slashes around it; empty: none. */
  readonly path: string;
}

export interface JsonRequest {
  readonly method: 'GET' | 'POST';
  /** Begins with a slash; with the query. */
  readonly path: string;
  /** Name, value, name, value, … */
  readonly headers?: readonly string[];
  readonly body?: string;
}

export interface JsonAnswer extends Pick<Answer, 'status' | 'headers'> {
  readonly text: string;
}

/** Sends requests over one connection, which is opened again when the server closes it. HTTP/1.1. */
export class JsonService {
  readonly #probe: Probe;
  readonly #fields: JsonServiceFields;
  readonly #authorization: string | null;
  readonly #maxBytes: number;
  #socket: Socket | undefined;

  /** @param authorization the value of the header; null: it is not sent */
  constructor(probe: Probe, fields: JsonServiceFields, authorization: string | null, maxBytes = 4 * 1_048_576) {
    this.#probe = probe;
    this.#fields = fields;
    this.#authorization = authorization;
    this.#maxBytes = maxBytes;
  }

  /**
   * @returns any answer, also with an error's status
   * @throws FailureError of the connection, of HTTP, or `answer.tooLarge`; the signal's reason
   */
  async request({ method, path, headers = [], body }: JsonRequest): Promise<JsonAnswer> {
    const { path: prefix, host, port } = this.#fields;
    const socket = (this.#socket ??= await openSocket(this.#probe, this.#fields, ['http/1.1']));
    const place = formatHostPort({ host, port });
    const bytes = body === undefined ? null : Buffer.from(body);
    const answer = await exchange1(
      this.#probe,
      socket,
      {
        url: new URL(`${prefix === '' ? '' : `/${prefix}`}${path}`, `http://${place}`),
        method,
        headers: [
          'Host',
          place,
          'User-Agent',
          USER_AGENT,
          'Accept',
          'application/json',
          ...(this.#authorization === null ? [] : ['Authorization', this.#authorization]),
          ...(bytes === null ? [] : ['Content-Length', String(bytes.length)]),
          ...headers,
        ],
        body: bytes,
      },
      { maxBytes: this.#maxBytes, whole: true, keepAlive: true },
    );
    if (!answer.reusable) this.close();
    if (answer.body.truncated) throw answerTooLarge('transfer', this.#maxBytes);
    return { status: answer.status, headers: answer.headers, text: await textOf(answer, this.#probe.signal) };
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}

/**
 * @param username who signed in; null: nobody
 * @throws FailureError `auth.failed` for the statuses 401 and 403
 */
export function expectAllowed({ status, text }: JsonAnswer, username: string | null): void {
  if (status !== 401 && status !== 403) return;
  const params = { username, problem: `HTTP ${status}` };
  throw new FailureError(failureOf('auth.failed', params, { phase: 'wait', raw: snippetOf(text) }));
}

/** Who signs in, for `expectAllowed`: the user, `token` for a token, or null for nobody. */
export function signedInAs({ username, password, token }: Readonly<Record<'username' | 'password' | 'token', string>>) {
  if (token !== '') return 'token';
  return username === '' && password === '' ? null : username;
}

/** @throws FailureError `service.answer` for an answer of another shape */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The schema refuses undefined.
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FailureError(serviceFailure('service.answer', {}, { raw: snippetOf(text) }));
}

/** An answer with an error status and no further explanation. */
export function refusedStatus({ status, text }: JsonAnswer): FailureError {
  return new FailureError(serviceFailure('service.status', { status, problem: null }, { raw: snippetOf(text) }));
}

/** The start of an answer, for `raw`. */
export function snippetOf(text: string): string {
  return cut(toSnippet(text), 300);
}
