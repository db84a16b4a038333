/** An incident keeps the request, the answer and the state of this machine. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import type { EvidencePart } from '../contract/model/evidence.ts';
import { createResolver } from './check/net/dns/resolve.ts';
import { createEngine, type Engine } from './engine.ts';
import { traceRoute } from './machine/trace-route.ts';
import { systemTimers } from './node-ports.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { createFakePorts } from './testing/fake-ports.ts';

let engine: Engine;
let server: Server;

afterEach(async () => {
  await engine.dispose();
  await new Promise((resolve) => server.close(resolve));
});

/** Lets an endpoint fail its first check. @returns the evidence of its incident */
async function evidenceOf(input: Partial<EndpointInput>): Promise<readonly EvidencePart[]> {
  server = createServer((request, response) => {
    response.writeHead(500, { 'content-type': 'application/json', 'set-cookie': 'session=cookie-value' });
    response.end(JSON.stringify({ error: 'no database', token: request.headers['x-token'], fill: 'x'.repeat(70_000) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  engine = createEngine({
    ports: { ...createFakePorts(), timers: systemTimers },
    store: createMemoryStore(),
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
    resolver: createResolver(),
  });
  await engine.start();
  const url = `http://127.0.0.1:${port}/health?full=1`;
  await engine.request('endpoints.create', { endpoints: [{ kind: 'http', url, retries: 0, ...input }] });
  const incidents = () => engine.request('incidents.list', { limit: 1 });
  await expect.poll(incidents).toHaveLength(1);
  return engine.request('incidents.evidence', { id: (await incidents())[0]?.id ?? '' });
}

describe('the evidence of an incident', () => {
  it('is the request without secrets, the answer, and the state of this machine', async () => {
    const parts = await evidenceOf({
      method: 'POST',
      body: 'ping',
      username: 'ada',
      password: 'pass-word',
      headers: { 'X-Token': 'token-value', Accept: 'text/plain' },
    });
    expect(parts.map(({ name }) => name)).toEqual(['request', 'answer', 'body', 'machine']);
    const [request, answer, body, machine] = parts.map(({ content }) => content);
    expect(request).toMatch(/^POST \/health\?full=1\n/u);
    expect(request).toMatch(/^Accept: text\/plain$/mu);
    expect(request).toMatch(/^Authorization: •••$/mu);
    expect(request).toMatch(/\n\nping$/u);
    expect(answer).toMatch(/^HTTP\/1\.1 500\n/u);
    expect(answer).toMatch(/^set-cookie: •••$/mu);
    expect(body).toContain('"error":"no database"');
    expect(body?.length).toBeGreaterThan(65_000);
    expect(parts[2]?.cut).toBe(true);
    expect(machine).toMatch(/^load {2}\d/u);
    for (const secret of ['token-value', 'cookie-value', 'pass-word', btoa('ada:pass-word')]) {
      expect(JSON.stringify(parts)).not.toContain(secret);
    }
  });

  it('is there when a condition is why the check failed', async () => {
    const parts = await evidenceOf({ conditions: ['[STATUS] == 200'] });
    expect(parts.map(({ name }) => name)).toContain('body');
  });
});

describe('the way to a host', () => {
  it.each(['', '-f/etc/passwd', 'a b', '$(id)'])('is not traced when the host is %j', async (host) => {
    expect(await traceRoute(host)).toBeNull();
  });
});
