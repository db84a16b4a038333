/** Test code: web servers for the tests that all kinds share. */
import { answering } from '../../../../../../test/servers/raw.ts';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const PAGE = '<!doctype html><title>Hello</title><link rel="icon" href="data:,"><h1>Hello</h1>';
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n';

export const fixture = tcpFixture((port) => ({ kind: 'browser', url: `http://127.0.0.1:${port}/` }), {
  good: answering(`${HEAD}Content-Length: ${PAGE.length}\r\n\r\n${PAGE}`),
  // Chromium takes anything else for a page of HTTP/0.9, and only on some ports.
  garbage: (socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx')),
});
