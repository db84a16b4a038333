/** Test code: a web server of pages, on loopback. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PageRequest {
  readonly url: string | undefined;
  /** The data that a form sent; empty: none. */
  readonly form: URLSearchParams;
  /** Its content type is that of a page, unless the answer sets another. */
  readonly response: ServerResponse;
}

export interface PageServer {
  /** Such as `http://127.0.0.1:43211`. */
  readonly base: string;
  dispose(): void;
}

/** @param answer ends the response, or lets the browser wait */
export async function servePages(answer: (request: PageRequest) => void): Promise<PageServer> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.setHeader('Content-Type', 'text/html');
      answer({ url: request.url, form: new URLSearchParams(body), response });
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dispose() {
      server.closeAllConnections();
      server.close();
    },
  };
}
