/** Jobs that report to a whole engine, by curl and against a fake clock: the kind of heartbeats. */
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { available } from '../../test/servers/process.ts';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import { findKind } from './check/registry.ts';
import type { Engine } from './engine.ts';
import { isPushPath, servePush } from './requests/push-route.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, setUpEngine } from './testing/engine-setup.ts';
import { createFakePorts } from './testing/fake-ports.ts';

const CURL = '/usr/bin/curl';
const { skip, reason } = available({ [CURL]: 'curl' });
const MINUTE = 60_000;

let server: Server | undefined;
afterEach(() => void server?.close());

/** Serves the route like the hosts do. */
async function serve(engine: Engine): Promise<string> {
  server = createServer((request, response) => {
    if (isPushPath(request.url ?? '')) servePush(request, response, (key, signal) => engine.signal(key, signal));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function setUp(options: Parameters<typeof setUpEngine>[0] = {}) {
  const kind = findKind('push');
  if (kind === undefined) throw new Error('There is no such kind');
  const setup = await setUpEngine({ ...options, kinds: [kind] });
  const { engine, time } = setup;
  const base = await serve(engine);
  const add = async (fields: Omit<EndpointInput, 'kind'> = {}) => {
    const input = { kind: 'push', name: 'backup', every: '10m', grace: '2m', interval: '30s', ...fields };
    const [endpoint] = await engine.request('endpoints.create', { endpoints: [input] });
    const id = endpoint?.id ?? '';
    // The code of the kind is loaded in real time.
    await expect
      .poll(async () => {
        await time.advance(100);
        return engine.request('checks.list', { id, limit: 1 });
      })
      .toHaveLength(1);
    return id;
  };
  /** @returns the status and the body */
  const curl = async (path: string, ...args: readonly string[]) => {
    const { stdout } = await promisify(execFile)(CURL, ['-s', '-w', '%{http_code}', ...args, `${base}${path}`]);
    await time.advance(1_000);
    return { status: Number(stdout.slice(-3)), body: stdout.slice(0, -3).trim() };
  };
  const last = async (id: string) => {
    const [result] = await engine.request('checks.list', { id, limit: 1 });
    if (result === undefined) throw new Error('There is no result');
    return result;
  };
  const statusOf = async (id: string) => (await setup.stateOf(id))?.status;
  return { ...setup, base, add, curl, last, statusOf };
}

describe.skipIf(skip)(`a heartbeat${reason}`, () => {
  it('is unknown until the first signal, up afterwards, and down when none comes in time', async () => {
    const { time, add, curl, statusOf, last } = await setUp();
    const id = await add();
    expect(await statusOf(id)).toBe('unknown');
    expect((await last(id)).failure).toMatchObject({ code: 'local.waiting' });
    expect(await curl(`/push/${id}?status=up&msg=all+fine&ms=1234`)).toEqual({ status: 200, body: '{"ok":true}' });
    expect(await statusOf(id)).toBe('up');
    const { details, metrics } = await last(id);
    expect(details).toMatchObject({ signal: 'success', message: 'all fine', address: `/push/${id}` });
    expect(metrics).toMatchObject({ duration: 1_234 });
    await time.advance(11 * MINUTE);
    expect(await statusOf(id)).toBe('up');
    await time.advance(MINUTE + 31_000);
    expect(await statusOf(id)).toBe('down');
    expect((await last(id)).failure).toMatchObject({ code: 'push.late' });
    await curl(`/push/${id}`);
    expect(await statusOf(id)).toBe('up');
  });

  it('is down without any signal after the interval and the grace', async () => {
    const { time, add, statusOf, last } = await setUp();
    const id = await add();
    await time.advance(12 * MINUTE + 31_000);
    expect(await statusOf(id)).toBe('down');
    expect((await last(id)).failure).toMatchObject({ code: 'push.late' });
    expect((await last(id)).failure?.params).not.toHaveProperty('lastAt', expect.any(Number));
  });

  it('is down at once when the job says so, or ends with an exit code', async () => {
    const { add, curl, statusOf, last } = await setUp();
    const id = await add();
    await curl(`/push/${id}/fail?msg=disk%20full`);
    expect(await statusOf(id)).toBe('down');
    expect((await last(id)).failure).toMatchObject({ code: 'push.failed', params: { message: 'disk full' } });
    await curl(`/push/${id}/0`, '-X', 'POST');
    expect(await statusOf(id)).toBe('up');
    await curl(`/push/${id}/3`);
    expect(await statusOf(id)).toBe('down');
  });

  it('measures a run from its start to its end, and records what it logs', async () => {
    const { time, add, curl, statusOf, last } = await setUp();
    const id = await add({ maxDuration: '3m' });
    await curl(`/push/${id}?run=17`);
    await curl(`/push/${id}/start?run=18`);
    await time.advance(2 * MINUTE);
    await curl(`/push/${id}/log?run=18&msg=half%20way`);
    expect((await last(id)).details).toMatchObject({ startedAt: expect.any(Number), log: 'half way' });
    expect(await statusOf(id)).toBe('up');
    await curl(`/push/${id}?run=18`);
    const { metrics, details } = await last(id);
    expect(metrics['duration']).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(metrics['duration']).toBeLessThan(3 * MINUTE);
    expect(details).not.toHaveProperty('startedAt');
    await curl(`/push/${id}/start?run=19`);
    await time.advance(4 * MINUTE);
    expect(await statusOf(id)).toBe('down');
    expect((await last(id)).failure).toMatchObject({ code: 'push.tooLong' });
  });

  it('follows a cron expression', async () => {
    const { time, ports, add, curl, statusOf, last } = await setUp();
    const id = await add({ cron: '*/5 * * * *', grace: '2m' });
    await curl(`/push/${id}`);
    const due = (await last(id)).details['dueAt'];
    if (typeof due !== 'number') throw new Error('Nothing is due');
    expect(due % (5 * MINUTE)).toBe(0);
    // Before the end of the grace, and after it.
    await time.advance(due - ports.clock.now() + MINUTE);
    expect(await statusOf(id)).toBe('up');
    await time.advance(MINUTE + 31_000);
    expect(await statusOf(id)).toBe('down');
  });

  it('remembers earlier signals after a restart', async () => {
    const store = createMemoryStore();
    const ports = createFakePorts();
    const first = await setUp({ store: neverClosed(store), ports });
    const id = await first.add({ grace: '1m' });
    await first.curl(`/push/${id}?msg=before`);
    await first.engine.dispose();
    server?.close();
    const second = await setUp({ store, ports });
    await ports.time.advance(5 * MINUTE);
    expect(await second.statusOf(id)).toBe('up');
    expect((await second.last(id)).details).toMatchObject({ signal: 'success', message: 'before' });
    await ports.time.advance(7 * MINUTE);
    expect(await second.statusOf(id)).toBe('down');
  });

  it('can have its own key', async () => {
    const { add, curl, statusOf } = await setUp();
    const id = await add({ key: 'K3y-of-the-backup_job' });
    expect((await curl(`/push/${id}`)).status).toBe(404);
    expect((await curl('/push/K3y-of-the-backup_job')).status).toBe(200);
    expect(await statusOf(id)).toBe('up');
  });

  it('is not found with another key', async () => {
    const { add, curl } = await setUp();
    const id = await add();
    expect(await curl('/push/00000000-0000-4000-8000-000000000000')).toEqual({
      status: 404,
      body: '{"ok":false,"problem":"key"}',
    });
    expect((await curl('/push/')).status).toBe(404);
    expect((await curl(`/push/${id}/up/more`)).status).toBe(404);
    expect(await curl(`/push/${id}?status=maybe`)).toEqual({ status: 400, body: '{"ok":false,"problem":"status"}' });
    expect(await curl(`/push/${id}?ms=-1`)).toEqual({ status: 400, body: '{"ok":false,"problem":"ms"}' });
    expect((await curl(`/push/${id}`, '-X', 'DELETE')).status).toBe(405);
    expect((await curl(`/push/${id}`, '-I')).status).toBe(200);
  });
});
