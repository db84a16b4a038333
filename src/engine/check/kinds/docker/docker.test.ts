/** The Docker kind against an API written here, on a Unix socket and on a port. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { disposeRunners } from '../../runner.ts';
import { parseDockerAddress } from './address.ts';
import { docker } from './descriptor.ts';

const ID = 'c0ffee'.repeat(11).slice(0, 64);

/** What the API answers about the container `web`. */
let state: Record<string, unknown>;
let stats: Record<string, unknown> | null;
/** The paths that were asked for. */
let asked: string[];
let connections = 0;

let folder: string;
let overPath: Server;
let overTcp: Server;
let path: string;

function startApi(): Server {
  return createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/containers/web/json') {
      answer(200, { Id: ID, RestartCount: 3, Image: 'sha256:1', Config: { Image: 'nginx:1.27' }, State: state });
    } else if (request.url?.startsWith('/containers/web/stats') === true) {
      answer(stats === null ? 500 : 200, stats ?? { message: 'no cgroup' });
    } else if (request.url === '/containers/broken/json') answer(500, { message: 'the daemon is sad' });
    else if (request.url === '/containers/odd/json') answer(200, ['hello']);
    else answer(404, { message: 'No such container' });
  }).on('connection', () => (connections += 1));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-docker-'));
  path = join(folder, 'docker.sock');
  [overPath, overTcp] = [startApi(), startApi()];
  await new Promise<void>((resolve) => overPath.listen(path, resolve));
  await new Promise<void>((resolve) => overTcp.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  overPath.close();
  overTcp.close();
  disposeRunners([docker]);
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  state = { Status: 'running', Running: true, StartedAt: new Date(Date.now() - 60_000).toISOString(), ExitCode: 0 };
  stats = {
    memory_stats: { usage: 5_000, stats: { inactive_file: 1_000 } },
    cpu_stats: { cpu_usage: { total_usage: 1_000 }, system_cpu_usage: 100_000, online_cpus: 4 },
  };
  asked = [];
  connections = 0;
  disposeRunners([docker]);
});

function check(fields: Omit<EndpointInput, 'kind'> = {}) {
  return checkOnce({ kind: 'docker', container: 'web', server: `unix://${path}`, ...fields });
}

describe('a container', () => {
  it('that runs is up, and is measured over one connection', async () => {
    const { failure, details, metrics, phases, observed } = await check();
    expect(failure).toBeNull();
    expect(details).toMatchObject({ state: 'running', image: 'nginx:1.27', containerId: ID.slice(0, 12) });
    expect(details.remoteAddress).toBe(path);
    expect(metrics).toMatchObject({ memory: 4_000, restarts: 3 });
    expect(metrics['uptime']).toBeGreaterThanOrEqual(60);
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'transfer']);
    expect(observed).toMatchObject({ STATUS: 'running', VALUE: 'none' });
    expect(asked).toEqual(['/containers/web/json', '/containers/web/stats?stream=false&one-shot=true']);
    expect(connections).toBe(1);
  });

  it('is asked for over TCP too', async () => {
    const { failure, phases } = await check({ server: `tcp://127.0.0.1:${(overTcp.address() as AddressInfo).port}` });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'transfer']);
  });

  it('has a CPU use from the second check on', async () => {
    expect((await check()).metrics).not.toHaveProperty('cpu');
    stats = { ...stats, cpu_stats: { cpu_usage: { total_usage: 2_000 }, system_cpu_usage: 108_000, online_cpus: 4 } };
    expect((await check()).metrics['cpu']).toBe(50);
    // It was started again.
    stats = { ...stats, cpu_stats: { cpu_usage: { total_usage: 10 }, system_cpu_usage: 109_000, online_cpus: 4 } };
    expect((await check()).metrics).not.toHaveProperty('cpu');
  });

  it('is up where the API cannot measure it', async () => {
    stats = null;
    const { failure, metrics } = await check();
    expect(failure).toBeNull();
    expect(metrics).not.toHaveProperty('memory');
    await check({ stats: false });
    expect(asked.filter((url) => url.includes('stats'))).toHaveLength(1);
  });

  it.each([
    [{ Status: 'exited', Running: false, ExitCode: 137 }, 'The container is exited; its last exit code is 137.'],
    [{ Status: 'paused', Running: true, Paused: true }, 'The container is paused; its last exit code is 0.'],
    [
      { Status: 'created', Running: false, ExitCode: 127, Error: 'no such file: /app' },
      'The container is created; its last exit code is 127: no such file: /app',
    ],
    [
      { Status: 'restarting', Running: true, Restarting: true, ExitCode: 1 },
      'The container is restarting; its last exit code is 1.',
    ],
  ])('that does not run is down: %j', async (other, message) => {
    state = { ...state, ...other };
    expect((await check()).failure).toMatchObject({ code: 'docker.notRunning', message });
  });

  it('that is unhealthy is down, with the output of its health check', async () => {
    const log = [{ ExitCode: 1, Output: 'connection refused\n' }];
    state = { ...state, Health: { Status: 'unhealthy', FailingStreak: 4, Log: log } };
    const { failure, details } = await check();
    expect(failure).toMatchObject({
      code: 'docker.unhealthy',
      message: 'The container is unhealthy: its health check failed 4 times in a row.',
    });
    expect(details).toMatchObject({ health: 'unhealthy', healthOutput: 'connection refused\n' });
    expect((await check({ health: 'any' })).failure).toBeNull();
  });

  it('that is starting is down only when it must be healthy', async () => {
    state = { ...state, Health: { Status: 'starting', FailingStreak: 0, Log: [] } };
    expect((await check()).failure).toBeNull();
    expect((await check({ health: 'healthy' })).failure?.message).toBe(
      'The container is not healthy yet: its health check says starting.',
    );
  });

  it('without a health check cannot be healthy', async () => {
    expect((await check({ health: 'healthy' })).failure?.message).toBe('The container has no health check.');
  });

  it('that does not exist is down', async () => {
    expect((await check({ container: 'gone' })).failure?.message).toBe('There is no container gone.');
  });
});

describe('the Docker API', () => {
  it('says what is wrong', async () => {
    expect((await check({ container: 'broken' })).failure).toMatchObject({
      code: 'docker.api',
      message: 'The Docker API answers with status 500: the daemon is sad',
    });
    expect((await check({ container: 'odd' })).failure).toMatchObject({ code: 'docker.answer' });
  });

  it('has no socket', async () => {
    expect((await check({ server: `unix://${folder}/other.sock` })).failure).toMatchObject({
      code: 'docker.socket',
      message: `There is no Docker socket at ${folder}/other.sock.`,
      params: { reason: 'ENOENT' },
    });
  });
});

describe('the address of a Docker API', () => {
  it.each([
    ['unix:///run/docker.sock', { type: 'path', path: '/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { type: 'path', path: '//./pipe/docker_engine' }],
    ['tcp://a.example', { type: 'tcp', host: 'a.example', port: 2375, secure: false }],
    ['https://[2001:db8::1]', { type: 'tcp', host: '2001:db8::1', port: 2376, secure: true }],
  ])('%s', (text, address) => expect(parseDockerAddress(text)).toEqual(address));

  it.each([
    '',
    'docker.sock',
    'unix://relative',
    'tcp://a:0',
    'tcp://a:70000',
    'ftp://a',
    `unix:///${'x'.repeat(200)}`,
    'tcp://a b',
  ])('is not %j', (text) => expect(parseDockerAddress(text)).toBeNull());
});
