/** The MCP kind against servers of the official TypeScript SDK. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { mcp } from './descriptor.ts';
import { makeServer } from './testing/sdk-server.ts';

const ADD = { tool: 'add', arguments: '{"a": 2, "b": 3}' };
const wanted = new Set(['BODY', 'TOOLS', 'RESULT']);

describe.each(['events', 'json', 'stateless'] as const)('over HTTP with %s', (mode) => {
  let server: Server;
  let url: string;
  /** Sessions that exist on the server. */
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  let calls: string[];
  let connections: number;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.headers.authorization === 'Bearer wrong') {
        response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="tools"' }).end();
        return;
      }
      if (request.url !== '/mcp') {
        response.writeHead(404).end();
        return;
      }
      const id = request.headers['mcp-session-id'];
      const known = typeof id === 'string' ? sessions.get(id) : undefined;
      void (known ?? startSession()).handleRequest(request, response);
    });
    server.on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    calls = [];
    connections = 0;
  });

  function startSession(): StreamableHTTPServerTransport {
    const transport = new StreamableHTTPServerTransport(
      mode === 'stateless'
        ? {}
        : {
            sessionIdGenerator: randomUUID,
            enableJsonResponse: mode === 'json',
            onsessioninitialized: (id) => void sessions.set(id, transport),
            onsessionclosed: (id) => void sessions.delete(id),
          },
    );
    void makeServer((tool) => calls.push(tool)).connect(transport);
    return transport;
  }

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    return checkOnce({ kind: 'mcp', url, ...fields }, { wanted });
  }

  it('lists the tools and ends its session', async () => {
    const { failure, details, metrics, observed, phases } = await check();
    expect(failure).toBeNull();
    expect(details).toMatchObject({
      server: 'test-tools 1.2.3',
      protocolVersion: '2025-06-18',
      tools: ['add', 'fail'],
    });
    expect(metrics).toEqual({ tools: 2 });
    expect(observed).toMatchObject({ TOOLS: ['add', 'fail'] });
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'transfer']);
    expect(calls).toEqual([]);
    await expect.poll(() => sessions.size).toBe(0);
  });

  it('calls a tool and looks at its result', async () => {
    const { failure, details, observed } = await check({ ...ADD, expected: 'sum is 5' });
    expect(failure).toBeNull();
    expect(details['result']).toBe('The sum is 5.');
    expect(observed).toMatchObject({ BODY: 'The sum is 5.', RESULT: { sum: 5 } });
    expect(calls).toEqual(['add']);
    expect((await check({ ...ADD, expected: 'sum is 6' })).failure).toMatchObject({
      code: 'mcp.content',
      message: 'The result of the tool add does not contain "sum is 6".',
    });
  });

  it('reports a tool that fails, and one that is missing', async () => {
    expect((await check({ tool: 'fail' })).failure).toMatchObject({
      code: 'mcp.toolFailed',
      message: 'The tool fail failed: out of paper',
    });
    expect((await check({ tool: 'subtract' })).failure?.message).toBe('The server has no tool subtract.');
  });

  it('reports a refused sign-in and another path', async () => {
    expect((await check({ headers: { Authorization: 'Bearer wrong' } })).failure).toMatchObject({
      code: 'auth.failed',
      params: { problem: 'Bearer realm="tools"' },
    });
    expect((await check({ url: new URL('/other', url).href })).failure).toMatchObject({
      code: 'mcp.http',
      params: { status: 404 },
    });
  });

  it('uses one connection', async () => {
    await check(ADD);
    expect(connections).toBe(1);
  });
});

describe('over stdio', () => {
  const program = join(import.meta.dirname, 'testing', 'stdio-server.ts');

  function check(fields: Omit<EndpointInput, 'kind'> = {}, args: readonly string[] = []) {
    const given = { transport: 'stdio', command: process.execPath, args: [program, ...args], ...fields };
    return checkOnce({ kind: 'mcp', ...given }, { wanted });
  }

  it('calls a tool', async () => {
    const { failure, details, observed, phases } = await check({ ...ADD, expected: '5' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ server: 'test-tools 1.2.3', tools: ['add', 'fail'] });
    expect(observed?.['RESULT']).toEqual({ sum: 5 });
    expect(Object.keys(phases)).toEqual(['wait']);
  });

  it('says why the program ended', async () => {
    expect((await check({ environment: { STAGE: 'test' } }, ['broken'])).failure).toMatchObject({
      code: 'mcp.program',
      message: 'The program ended before it answered (exit code 7): no configuration for test',
      phase: 'wait',
    });
  });

  it('has no program', async () => {
    expect((await check({ command: 'lookout-no-such-program' })).failure).toMatchObject({
      code: 'local.program',
      params: { program: 'lookout-no-such-program', reason: 'missing' },
    });
  });

  it('ends a silent program at the deadline', async () => {
    const { failure } = await check({ timeout: '400ms' }, ['silent']);
    expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
  });

  it('reports a program that speaks another protocol', async () => {
    const args = ['-e', 'console.log("Hello!"); setInterval(() => {}, 1000)'];
    expect((await check({ args })).failure).toMatchObject({ code: 'mcp.answer', raw: 'Hello!' });
  });
});

describe('the fields of MCP', () => {
  it.each([
    [{}, 'URL is required'],
    [{ url: 'ftp://a.example' }, 'URL must be an http or https URL'],
    [{ url: 'https://u:secret@a.example' }, 'URL must be an http or https URL'],
    [{ transport: 'stdio', command: '' }, 'Program must be given'],
    [{ url: 'https://a.example', arguments: '[]' }, 'Tool arguments must be a JSON object'],
    [{ url: 'https://a.example', headers: { 'Content-Type': 'x' } }, 'is not the name of a header'],
    [{ url: 'https://a.example', environment: { 'A B': 'x' } }, 'is not the name of a header'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'mcp', ...fields });
    const issues = parsed.ok ? [] : parsed.issues.map(texts.issueInFull);
    expect(issues).toEqual([expect.stringContaining(message)]);
    expect(issues.join()).not.toContain('secret@');
  });

  it('are read from a text', () => {
    expect(mcp.parse('mcp:https://a.example/mcp')).toEqual({ kind: 'mcp', url: 'https://a.example/mcp' });
    expect(mcp.parse('mcp:/opt/tools')).toEqual({ kind: 'mcp', transport: 'stdio', command: '/opt/tools' });
  });
});
