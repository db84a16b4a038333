/** Test code: a loopback server that records what channels send, and answers as a test says. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as JSON; null: it is not JSON. */
  readonly json: unknown;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ChannelServer {
  readonly url: string;
  readonly port: number;
  readonly received: ReceivedRequest[];
  /** What the next requests are answered; null: nothing, the request hangs. Default: 200. */
  answer: (request: ReceivedRequest) => ServerAnswer | null;
}

/** Starts on a free port, and stops at the end of the test. */
export async function startChannelServer(): Promise<ChannelServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const { method = '', url: path = '', headers } = request;
      const one: ReceivedRequest = { method, path, headers, body, json: jsonOf(body) };
      received.push(one);
      const answer = subject.answer(one);
      if (answer === null) return;
      response.writeHead(answer.status, answer.headers ?? {});
      response.end(answer.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const subject: ChannelServer = { url: `http://127.0.0.1:${port}`, port, received, answer: () => ({ status: 200 }) };
  return subject;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}
