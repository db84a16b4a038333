/** Debian has neither Elasticsearch nor OpenSearch: the answers here are those in their documentation. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { findKind } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const HEALTH = {
  cluster_name: 'logs',
  status: 'yellow',
  timed_out: false,
  number_of_nodes: 3,
  number_of_data_nodes: 2,
  active_primary_shards: 9,
  active_shards: 15,
  unassigned_shards: 3,
  number_of_pending_tasks: 1,
  active_shards_percent_as_number: 83.3,
};

let server: Server;
let port: number;
/** The requested paths, and the number of opened connections. */
let paths: string[] = [];
let authorization: string | undefined;
let connections = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    paths.push(request.url ?? '');
    authorization = request.headers.authorization;
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname.endsWith('/_cluster/health/red')) say(408, { ...HEALTH, status: 'red', unassigned_shards: 1 });
    else if (pathname.endsWith('/_cluster/health/closed')) say(403, { error: 'no permissions', status: 403 });
    else if (pathname.endsWith('/_cluster/health/lost')) {
      say(503, { error: { type: 'master_not_discovered_exception', reason: 'no cluster manager' }, status: 503 });
    } else if (pathname.includes('/_cluster/health')) say(200, HEALTH);
    else if (searchParams.get('q') === 'level:(') say(400, { error: { reason: 'Failed to parse query [level:(]' } });
    else say(200, { count: 42, _shards: { total: 1, successful: 1, skipped: 0, failed: 0 } });
  });
  server.on('connection', () => (connections += 1));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterAll(() => server.close());

function check(fields: Omit<EndpointInput, 'kind'> = {}) {
  paths = [];
  connections = 0;
  const input = { kind: 'elasticsearch', host: '127.0.0.1', port, ...fields };
  return checkOnce(input, { wanted: new Set(['STATUS', 'VALUE', 'BODY']) });
}

describe('elasticsearch', () => {
  it('reads the health of the cluster', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      metrics: { nodes: 3, unassigned: 3, active: 83.3, pending: 1 },
      details: { health: 'yellow', cluster: 'logs', status: 200 },
      observed: { STATUS: 'yellow', BODY: JSON.stringify(HEALTH) },
    });
    expect(Object.keys(outcome.phases)).toEqual(['connect', 'wait', 'transfer']);
    expect(paths).toEqual(['/_cluster/health']);
  });

  it('counts documents over the same connection', async () => {
    const fields = { index: 'logs-*, app', query: 'level:error AND "a b"', path: '/search/' };
    const { failure, metrics, observed } = await check(fields);
    expect(failure).toBeNull();
    expect(metrics['matches']).toBe(42);
    expect(observed?.['VALUE']).toBe(42);
    expect(paths).toEqual([
      '/search/_cluster/health/logs-*,app',
      '/search/logs-*,app/_count?q=level%3Aerror+AND+%22a+b%22',
    ]);
    expect(connections).toBe(1);
  });

  it.each([
    [{ accepted: 'green' }, 'elasticsearch.status', 'The cluster is yellow: 3 shards are not assigned.'],
    [{ index: 'red' }, 'elasticsearch.status', 'The cluster is red: 1 shard is not assigned.'],
    [{ index: 'closed' }, 'auth.failed', 'The server requires a user name and password (HTTP 403).'],
    [{ index: 'lost' }, 'query.failed', 'The server refused the query: no cluster manager'],
    [{ query: 'level:(' }, 'query.failed', 'The server refused the query: Failed to parse query [level:(]'],
  ])('fails for %j', async (fields, code, message) => {
    expect((await check(fields)).failure).toMatchObject({ code, message });
  });

  it('accepts any status, and signs in', async () => {
    expect((await check({ index: 'red', accepted: 'red', token: 'key' })).failure).toBeNull();
    expect(authorization).toBe('ApiKey key');
    await check({ username: 'elastic', password: 'x' });
    expect(authorization).toBe(`Basic ${Buffer.from('elastic:x').toString('base64')}`);
  });

  it('reads its URLs', () => {
    const fields = { host: 'es', port: 9200, username: 'me', password: 'x' };
    expect(findKind('elasticsearch')?.parse('opensearch://me:x@es')).toEqual({ kind: 'elasticsearch', ...fields });
  });
});
