/** Channels that are one HTTP request each. */
import type { SendResult } from '../../contract/model/alert.ts';
import type { Ms } from '../../contract/model/units.ts';
import type { AlertMessage, ChannelSender, SendContext } from './channel-kind.ts';

export interface ChannelRequest {
  readonly url: string;
  /** Default: `POST`. */
  readonly method?: string;
  /** Default: none, and for a JSON body its type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. Null: none. */
  readonly body: object | string | Uint8Array<ArrayBuffer> | null;
}

/** The answer of the other side. */
export interface ChannelAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** At most `ANSWER_BYTES`. */
  readonly body: string;
}

const ANSWER_BYTES = 4096;
const ANSWER_SHOWN = 300;
/** The longest wait that is accepted from a server. */
const MAX_RETRY_AFTER_MS = 3_600_000;
/** Statuses after which another attempt may succeed. */
const RETRIED = new Set([408, 425, 429]);

export interface HttpSenderOptions<Fields extends object> {
  /** Pure. May throw for a request that cannot be made, which is final. */
  readonly request: (
    fields: Fields,
    message: AlertMessage,
    context: Pick<SendContext, 'render'>,
  ) => ChannelRequest | Promise<ChannelRequest>;
  /** For services whose answers say more than their status; null: by the status. Default: by the status. */
  readonly classify?: (answer: ChannelAnswer, message: AlertMessage) => Omit<SendResult, 'answer'> | null;
}

/**
 * For services that answer 200 to a refusal, with its code as a number in the body; 0 or no code means delivered.
 * @param name the name of the code in the JSON body
 * @param retried the codes of refusals after which another attempt may succeed
 */
export function byCodeIn(
  name: string,
  retried: ReadonlySet<number>,
): (answer: ChannelAnswer) => Omit<SendResult, 'answer'> | null {
  const pattern = new RegExp(String.raw`"${name}":\s*(?<code>-?\d+)`, 'u');
  return ({ status, body }) => {
    const code = Number(pattern.exec(body)?.groups?.['code'] ?? 0);
    if (status !== 200 || code === 0) return null;
    return { outcome: retried.has(code) ? 'retry' : 'final' };
  };
}

/** Makes a sender from a function that makes requests. */
export function httpSender<Fields extends object>(options: HttpSenderOptions<Fields>): ChannelSender<Fields> {
  return {
    async send(fields, message, context) {
      const { signal } = context;
      let request: ChannelRequest;
      try {
        request = await options.request(fields, message, context);
      } catch (error) {
        return { outcome: 'final', answer: error instanceof Error ? error.message : String(error) };
      }
      const { url, method = 'POST', headers = {}, body } = request;
      const isJson = body !== null && typeof body === 'object' && !(body instanceof Uint8Array);
      const response = await fetch(url, {
        method,
        headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), 'user-agent': 'Lookout', ...headers },
        body: isJson ? JSON.stringify(body) : body,
        // A redirect would send the message, with its credentials, to somebody else.
        redirect: 'manual',
        signal,
      });
      const answer = { status: response.status, headers: response.headers, body: await startOf(response) };
      return classified(answer, options.classify?.(answer, message) ?? { outcome: outcomeOf(answer.status) });
    },
  };
}

function classified({ status, headers, body }: ChannelAnswer, result: Omit<SendResult, 'answer'>): SendResult {
  const text = body.replaceAll(/\s+/gu, ' ').trim().slice(0, ANSWER_SHOWN);
  const wanted = result.outcome === 'retry' ? retryAfter(headers.get('retry-after'), Date.now()) : null;
  const afterMs = result.afterMs ?? wanted;
  return {
    outcome: result.outcome,
    answer: `HTTP ${status}${text === '' ? '' : `: ${text}`}`,
    ...(afterMs === null ? {} : { afterMs }),
  };
}

function outcomeOf(status: number): SendResult['outcome'] {
  if (status >= 200 && status < 300) return 'delivered';
  return status >= 500 || RETRIED.has(status) ? 'retry' : 'final';
}

/** Seconds or a date (RFC 9110, 10.2.3); null: neither, or absent. */
export function retryAfter(header: string | null, now: number): Ms | null {
  if (header === null) return null;
  const ms = /^\d+$/u.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), MAX_RETRY_AFTER_MS) : null;
}

/** Reads the start of the body and closes the connection if there is more. */
async function startOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= ANSWER_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, ANSWER_BYTES).toString();
}
