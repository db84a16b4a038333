/** Test code: MCP servers for the tests that all kinds share. */
import { createServer } from 'node:http';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const RESULTS: Readonly<Record<string, object>> = {
  initialize: { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: 'fixture', version: '1' } },
  'tools/list': { tools: [] },
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { id, method } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { id?: number; method?: string };
    response.setHeader('Content-Type', 'application/json');
    if (id === undefined) response.writeHead(202).end();
    else response.end(JSON.stringify({ jsonrpc: '2.0', id, result: RESULTS[method ?? ''] ?? {} }));
  });
});

export const fixture = tcpFixture((port) => ({ kind: 'mcp', url: `http://127.0.0.1:${port}/mcp` }), {
  good: (socket) => server.emit('connection', socket),
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});
