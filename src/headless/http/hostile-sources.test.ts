/** What a remote Lookout can do that lies or floods, or a server that is not Lookout; and TLS. */
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { CONTRACT_VERSION, type About } from '../../contract/channels/app.ts';
import { readWholeSnapshot } from '../../shared/follow-engine.ts';
import { certificates, type Certificates } from '../../../test/servers/certificates.ts';
import { Lookout, QUICK, startTlsProxy, Target } from '../testing/lookouts.ts';

let stack: AsyncDisposableStack;
let files: Certificates;

beforeAll(async () => {
  files = await certificates();
});
afterAll(() => files.dispose());
beforeEach(() => {
  stack = new AsyncDisposableStack();
});
afterEach(() => stack.disposeAsync());

const untilState = async (lookout: Lookout, id: string, state: string): Promise<void> => {
  await expect.poll(async () => (await lookout.source(id))?.connection?.state).toBe(state);
};
const problemOf = async (lookout: Lookout, id: string) => (await lookout.source(id))?.connection?.problem;

async function start(): Promise<Lookout> {
  return stack.use(await Lookout.start());
}

/** A server whose answers the test decides. */
class Liar implements AsyncDisposable {
  readonly asked: { readonly channel: string; readonly token: string | undefined }[] = [];
  readonly sockets: WebSocket[] = [];
  about: Partial<About> = {};
  answers: Record<string, unknown> = {};
  status = 200;
  /** A request that it never answers. */
  silentAbout = '';
  readonly #server: Server;
  readonly #pushes = new WebSocketServer({ noServer: true, handleProtocols: () => 'lookout.v1' });

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response) => {
      const channel = request.url?.replace('/api/', '') ?? '';
      this.asked.push({ channel, token: request.headers.authorization });
      if (channel === this.silentAbout) return;
      const about = {
        version: '9.9.9',
        contract: CONTRACT_VERSION,
        instance: 'x',
        scope: 'admin',
        endpoints: 0,
        capabilities: {
          edit: true,
          pause: true,
          checkNow: true,
          respond: true,
          import: true,
          changeSettings: true,
          vantages: true,
        },
        ...this.about,
      };
      const answer = channel === 'app.about' ? about : this.answers[channel];
      response.writeHead(this.status, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? null));
    });
    server.on('upgrade', (request, socket, head) => {
      this.#pushes.handleUpgrade(request, socket, head, (client) => {
        this.sockets.push(client);
        client.on('error', () => undefined);
      });
    });
  }

  static async start(): Promise<Liar> {
    const server = createHttpServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Liar(server);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  push(value: unknown): void {
    for (const socket of this.sockets) socket.send(typeof value === 'string' ? value : JSON.stringify(value));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** A remote Lookout that lies, with one endpoint, and the Lookout that follows it. */
async function follow() {
  const [near, liar] = [await start(), stack.use(await Liar.start())];
  const [own = ''] = await near.add({ kind: 'tcp', host: '127.0.0.1', port: 1, name: 'own' });
  const { endpoints, ...snapshot } = await near.engine.request('app.snapshot', {});
  const [view] = endpoints;
  if (view === undefined) throw new TypeError('There must be an endpoint');
  liar.answers['app.snapshot'] = {
    ...snapshot,
    seq: 0,
    endpoints: [
      { ...view, endpoint: { ...view.endpoint, id: 'far', config: { ...view.endpoint.config, name: 'far' } } },
    ],
    incidents: [],
  };
  const id = await near.follow(liar.address, 'secret-token');
  await untilState(near, id, 'connected');
  return { near, liar, id, own, view };
}

test('cannot write into the endpoints of this Lookout, or of another source', async () => {
  const { near, liar, id, own, view } = await follow();
  const stolen = (one: string) => ({
    type: 'endpoint',
    view: { ...view, endpoint: { ...view.endpoint, id: one, config: { ...view.endpoint.config, name: 'stolen' } } },
  });
  liar.push({ seq: 1, at: 0, changes: [stolen(own), stolen('other~x'), { type: 'removed', id: `other~${own}` }] });
  const list = async () =>
    (await readWholeSnapshot(near.engine)).endpoints.map(({ endpoint }) => [endpoint.id, endpoint.config.name]);
  await expect.poll(list).toEqual([
    [own, 'own'],
    [`${id}~far`, 'far'],
    [`${id}~${own}`, 'stolen'],
  ]);
});

test('changes neither settings nor notices, and shows no notification of a strange endpoint', async () => {
  const { near, liar, id } = await follow();
  const before = await near.engine.request('app.snapshot', {});
  const notification = { tag: 't', code: 'incident.down', endpointId: 'strange', kind: 'down' };
  liar.push({
    seq: 1,
    at: 0,
    changes: [
      { type: 'settings', settings: { ...before.settings, notifications: false } },
      { type: 'notice', notice: { id: 'n', level: 'error', code: 'app.bug', active: true } },
      { type: 'network', network: { online: false, reason: 'silent' } },
      { type: 'sources', sources: [] },
      { type: 'changed', what: 'alerts', source: 'other' },
      { type: 'ofTheFuture', anything: 1 },
      { type: 'changed', what: 'ofTheFuture' },
      { type: 'notification', notification },
      { type: 'notification', notification: { ...notification, endpointId: 'far' } },
    ],
  });
  await expect.poll(() => near.notifications).toMatchObject([{ endpointId: `${id}~far`, tag: `${id}~t` }]);
  const after = await near.engine.request('app.snapshot', {});
  expect([after.settings, after.notices, after.network]).toEqual([before.settings, before.notices, before.network]);
  expect(after.sources).toHaveLength(2);
});

test.each([
  ['no JSON', 'nonsense'],
  ['no push', { seq: 'a' }],
  ['a time that no date can have', { seq: 1, at: 1e300, changes: [] }],
  [
    'too deep',
    `{"seq":1,"at":0,"changes":[{"type":"state","id":"far","state":${'['.repeat(5000)}${']'.repeat(5000)}}]}`,
  ],
  ['too large', JSON.stringify({ seq: 1, at: 0, changes: [], more: 'x'.repeat(3 * 1024 * 1024) })],
])('is cut off after a push that is %s', async (_, push) => {
  const { near, liar, id } = await follow();
  liar.answers['app.snapshot'] = null;
  liar.push(push);
  await untilState(near, id, 'refused');
  // What it sent before stays, with its time.
  expect((await readWholeSnapshot(near.engine)).endpoints).toHaveLength(2);
});

test('is cut off when it sends too much', async () => {
  const { near, liar, id } = await follow();
  liar.answers['app.snapshot'] = null;
  for (let seq = 1; seq < 4_000; seq += 1) liar.push({ seq, at: 0, changes: [] });
  await expect.poll(() => problemOf(near, id)).toEqual({ code: 'remote.tooFast' });
});

test('an answer that does not match the contract reaches no page', async () => {
  const { near, liar, id } = await follow();
  liar.answers['checks.list'] = [{ endpointId: 5 }];
  await expect(near.engine.request('checks.list', { id: `${id}~far`, limit: 5 })).rejects.toMatchObject({
    reason: 'sourceFailed',
    params: { name: 'Berlin', problem: { code: 'remote.invalid' } },
  });
  liar.answers['checks.list'] = `"${'x'.repeat(9 * 1024 * 1024)}"`;
  await expect(near.engine.request('checks.list', { id: `${id}~far`, limit: 5 })).rejects.toMatchObject({
    params: { problem: { code: 'remote.tooLarge' } },
  });
  liar.answers['incidents.list'] = { not: 'a list' };
  expect(await near.engine.request('incidents.list', { limit: 10 })).toEqual([]);
});

test('never gets the address or a token of this Lookout, and gets only its own ids', async () => {
  const { near, liar, id, own } = await follow();
  await near.engine.request('incidents.list', { limit: 10 });
  await near.engine.request('checks.list', { id: `${id}~far`, limit: 5 }).catch(() => undefined);
  expect(new Set(liar.asked.map(({ token }) => token))).toEqual(new Set(['Bearer secret-token']));
  expect(JSON.stringify(liar.asked)).not.toContain(own);
});

test.each([
  [{ contract: CONTRACT_VERSION + 1 }, { code: 'remote.newer', params: { version: '9.9.9' } }],
  [{ contract: CONTRACT_VERSION - 1 }, { code: 'remote.older', params: { version: '9.9.9' } }],
  [{ contract: undefined }, { code: 'remote.notLookout' }],
])('reports a remote Lookout with the contract %j', async (about, problem) => {
  const [near, liar] = [await start(), stack.use(await Liar.start())];
  liar.about = about as Partial<About>;
  const id = await near.follow(liar.address, 'secret-token');
  await untilState(near, id, 'refused');
  expect(await problemOf(near, id)).toEqual(problem);
});

test('reports a server that is not Lookout, and one that does not answer', async () => {
  const [near, liar] = [await start(), stack.use(await Liar.start())];
  liar.status = 404;
  const source = { address: liar.address, token: 'secret-token' };
  expect(await near.engine.request('sources.test', { source })).toEqual({
    ok: false,
    problem: { code: 'remote.notLookout', params: { status: 404 } },
    fingerprint: null,
  });
  const nowhere = { address: 'http://127.0.0.1:1', token: 'secret-token' };
  expect(await near.engine.request('sources.test', { source: nowhere })).toMatchObject({
    ok: false,
    problem: { code: 'connect.refused' },
  });
});

test('a slow source delays nothing else', async () => {
  const near = stack.use(await Lookout.start({ ...QUICK, gather: 50 }));
  const liar = stack.use(await Liar.start());
  const { endpoints: _, ...snapshot } = await near.engine.request('app.snapshot', {});
  liar.answers['app.snapshot'] = { ...snapshot, endpoints: [] };
  const id = await near.follow(liar.address, 'secret-token');
  await untilState(near, id, 'connected');
  liar.silentAbout = 'incidents.list';
  expect(await near.engine.request('incidents.list', { limit: 10 })).toEqual([]);
  await expect.poll(() => liar.asked.map(({ channel }) => channel)).toContain('incidents.list');
  // Lookout does not wait for a source that accepts a connection and never answers.
  await using silent = await Target.start();
  await near.engine.request('sources.save', {
    id,
    source: { address: `http://127.0.0.1:${silent.port}`, token: 'secret-token' },
  });
  expect(await near.engine.request('incidents.list', { limit: 10 })).toEqual([]);
  expect((await near.source(id))?.connection?.state).toBe('connecting');
});

test('notices a source that stops sending', async () => {
  const near = stack.use(await Lookout.start({ ...QUICK, silent: 200 }));
  const liar = stack.use(await Liar.start());
  const { endpoints: _, ...snapshot } = await near.engine.request('app.snapshot', {});
  liar.answers['app.snapshot'] = { ...snapshot, endpoints: [] };
  const id = await near.follow(liar.address, 'secret-token');
  await untilState(near, id, 'connected');
  // It connects again soon, and then there is no problem until it is silent again.
  await expect.poll(() => problemOf(near, id), { interval: 5 }).toEqual({ code: 'remote.silent' });
});

test('a certificate is verified before the token is sent, and can be trusted by its fingerprint', async () => {
  const [near, far] = [await start(), await start()];
  await using proxy = await startTlsProxy(far.port, files.selfSigned);
  const { token } = await far.token();
  const source = { name: 'Berlin', address: `https://127.0.0.1:${proxy.port}`, token };
  const refused = await near.engine.request('sources.test', { source });
  expect(refused).toMatchObject({ ok: false, problem: { code: 'tls.selfSigned' } });
  const fingerprint = refused.ok ? null : refused.fingerprint;
  expect(fingerprint).toMatch(/^[\dA-F]{2}(?::[\dA-F]{2}){31}$/u);
  const { id } = await near.engine.request('sources.save', { source });
  await untilState(near, id, 'refused');
  expect((await far.engine.request('tokens.list', {}))[0]?.lastUsedAt).toBeNull();
  const trusted = await near.engine.request('sources.test', { source: { ...source, fingerprint: fingerprint ?? '' } });
  expect(trusted).toMatchObject({ ok: true, version: '1.2.3', scope: 'admin', endpoints: 0 });
  await near.engine.request('sources.save', { id, source: { fingerprint: fingerprint ?? '' } });
  await untilState(near, id, 'connected');
});

test('an authority that this machine trusts is enough', async () => {
  const [near, far] = [await start(), await start()];
  await using proxy = await startTlsProxy(far.port, files.good);
  const usual = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...usual, files.authority]);
  try {
    const { token } = await far.token('read');
    const id = await near.follow(`https://localhost:${proxy.port}/`, token);
    await untilState(near, id, 'connected');
    expect(await problemOf(near, id)).toBeNull();
  } finally {
    tls.setDefaultCACertificates(usual);
  }
});
