/** The requests of a page as an HTTP Archive (HAR 1.2), without bodies and credentials. */
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { toData, toText, type Data } from './chromium.ts';

/** Later requests are not in it. */
const MAX_ENTRIES = 500;
const secretName = new RegExp(SECRET_NAMES, 'iu');

interface Entry {
  readonly at: number;
  readonly wallTime: number;
  readonly request: Data;
  response: Data;
  end: number;
  bytes: number;
  error: string;
}

export class HarRecorder {
  readonly #entries = new Map<string, Entry>();
  #count = 0;
  #bytes = 0;

  get requests(): number {
    return this.#count;
  }

  /** Received over the network, compressed. */
  get bytes(): number {
    return this.#bytes;
  }

  record(method: string, params: Data): void {
    const id = String(params['requestId']);
    const entry = this.#entries.get(id);
    const timestamp = Number(params['timestamp']);
    switch (method) {
      case 'Network.requestWillBeSent': {
        this.#count += 1;
        // A redirect has the id of the request before it.
        if (entry !== undefined) {
          entry.response = toData(params['redirectResponse']);
          entry.end = timestamp;
          this.#entries.delete(id);
          this.#entries.set(`${id} ${this.#count}`, entry);
        }
        if (this.#entries.size >= MAX_ENTRIES) return;
        const [request, wallTime] = [toData(params['request']), Number(params['wallTime'])];
        this.#entries.set(id, { at: timestamp, wallTime, request, response: {}, end: timestamp, bytes: 0, error: '' });
        return;
      }
      case 'Network.responseReceived':
        if (entry !== undefined) entry.response = toData(params['response']);
        return;
      case 'Network.loadingFinished':
        this.#bytes += Number(params['encodedDataLength']) || 0;
        if (entry !== undefined) {
          entry.end = timestamp;
          entry.bytes = Number(params['encodedDataLength']) || 0;
        }
        return;
      case 'Network.loadingFailed':
        if (entry !== undefined) {
          entry.end = timestamp;
          entry.error = String(params['errorText']);
        }
    }
  }

  /** At most `maxLength` characters; the last requests are left out if there would be more. */
  toJson(maxLength: number): string {
    const creator = { name: 'Lookout', version: '1' };
    let length = 200;
    const entries = [...this.#entries.values()].map(toEntry).filter((entry) => {
      length += JSON.stringify(entry).length + 1;
      return length <= maxLength;
    });
    return JSON.stringify({ log: { version: '1.2', creator, entries } });
  }
}

function toEntry({ at, wallTime, request, response, end, bytes, error }: Entry): object {
  const url = String(request['url']);
  const time = Math.max(0, (end - at) * 1000) || 0;
  return {
    startedDateTime: new Date((wallTime || 0) * 1000).toISOString(),
    time,
    request: {
      method: String(request['method']),
      url,
      httpVersion: toText(response['protocol']),
      headers: toHeaders(request['headers']),
      queryString: URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [],
      cookies: [],
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status: Number(response['status']) || 0,
      statusText: toText(response['statusText']),
      httpVersion: toText(response['protocol']),
      headers: toHeaders(response['headers']),
      cookies: [],
      content: { size: bytes, mimeType: toText(response['mimeType']) },
      redirectURL: '',
      headersSize: -1,
      bodySize: bytes,
    },
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    ...(error === '' ? {} : { _error: error }),
  };
}

function toHeaders(headers: unknown): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(toData(headers)).map(([name, value]) => ({
    name,
    value: secretName.test(name) ? '•••' : String(value),
  }));
}
