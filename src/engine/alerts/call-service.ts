/** Channels that need several HTTP requests for a message, such as to find the issue that an earlier message opened. */
import type { SendResult } from '../../contract/model/alert.ts';
import { retryAfter } from './http-sender.ts';

export interface CallOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Default: `GET` without a body, `POST` with one. */
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: object;
}

/** Makes a request, and reads its answer as JSON. An answer without a body is null. */
export type Call = <Answer = unknown>(url: string, options: CallOptions) => Promise<Answer>;

/** An answer is never longer than this; a list of a hundred issues has about 500 kB. */
const MAX_ANSWER_BYTES = 5_000_000;
const ANSWER_SHOWN = 300;

class Refusal extends Error {
  readonly result: SendResult;

  constructor(result: SendResult) {
    super(result.answer);
    this.result = result;
  }
}

/**
 * Makes the requests of one message. The first refused request decides about the message.
 * @param talk makes the requests, and returns the answer to record
 */
export async function callService(signal: AbortSignal, talk: (call: Call) => Promise<string>): Promise<SendResult> {
  try {
    return { outcome: 'delivered', answer: await talk((url, options) => request(signal, url, options)) };
  } catch (error) {
    if (error instanceof Refusal) return error.result;
    throw error;
  }
}

async function request<Answer>(
  signal: AbortSignal,
  url: string,
  { headers, method, body }: CallOptions,
): Promise<Answer> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      'user-agent': 'Lookout',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    // A redirect would send the credentials to somebody else.
    redirect: 'manual',
    signal,
  });
  const text = await textOf(response);
  if (response.ok) return (text === '' ? null : JSON.parse(text)) as Answer;
  const { status } = response;
  // A 403 of GitHub may also be a rate limit, which its headers show.
  const says = ['retry-after', 'x-ratelimit-remaining'].map((name) => response.headers.get(name));
  const limited = status === 429 || (status === 403 && (says[0] !== null || says[1] === '0'));
  const outcome = limited || status >= 500 || status === 408 ? 'retry' : 'final';
  const afterMs = retryAfter(response.headers.get('retry-after'), Date.now());
  const answer = `HTTP ${status}: ${text.replaceAll(/\s+/gu, ' ').slice(0, ANSWER_SHOWN)}`;
  throw new Refusal({ outcome, answer, ...(outcome === 'final' || afterMs === null ? {} : { afterMs }) });
}

async function textOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('The answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
