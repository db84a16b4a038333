/** Journeys in journeys, in a whole engine: what they share, their secrets, and no circles. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepResult } from '../contract/model/check.ts';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import { findKind } from './check/registry.ts';
import { texts } from './check/testing/texts.ts';
import { setUpEngine } from './testing/engine-setup.ts';

let server: Server;
let base: string;
let seen: IncomingMessage[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    const signedIn = request.headers['x-password'] === 'hunter2-hunter2';
    response.setHeader('Set-Cookie', `session=${signedIn ? 'cookie-of-ann' : 'nobody'}`);
    response.setHeader('Content-Type', 'application/json');
    response.statusCode = request.url === '/down' ? 503 : 200;
    response.end(JSON.stringify({ token: signedIn ? 'token-of-ann' : null, user: 'Ann', sent: request.headers }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function setUp() {
  const kind = findKind('steps');
  if (kind === undefined) throw new Error('There is no such kind');
  const { engine } = await setUpEngine({ kinds: [kind] });
  seen = [];
  const journey = (name: string, steps: string, more: object = {}): EndpointInput => ({
    kind: 'steps',
    name,
    steps: steps.replaceAll('BASE', base),
    interval: '1d',
    ...more,
  });
  const add = (...inputs: readonly EndpointInput[]) => engine.request('endpoints.create', { endpoints: [...inputs] });
  const run = async (steps: string, more: object = {}) => {
    const config = journey('outer', steps, more);
    const { failure, details } = await engine.request('endpoints.test', { config });
    const results = details['steps'] as readonly StepResult[];
    return {
      failure,
      message: failure === null ? null : texts.failure(failure, 'steps'),
      outcomes: results.map(({ name, outcome }) => [name, outcome]),
      all: JSON.stringify([failure, details]),
    };
  };
  return { add, run, journey };
}

const SIGN_IN = `step Ask
POST BASE/login
header X-Password: {{password}}
extract token = [BODY].token
extract user = [BODY].user`;

describe('a journey in a journey', () => {
  it('has its own values, shares its cookies, and gives what it extracted', async () => {
    const { add, run, journey } = await setUp();
    await add(journey('Sign in', SIGN_IN, { values: { password: 'hunter2-hunter2' } }));
    const { failure, outcomes, all } = await run(
      `journey Sign in
       extract mine = [VALUE].token
       extract user = [VALUE].user
       expect [VALUE].user == Ann
       step Cart
       GET BASE/cart
       header Authorization: Bearer {{mine}}
       header X-User: {{user}}
       expect [BODY].sent.x-user == Ann
       expect [BODY].sent.authorization == "Bearer {{mine}}"
       expect [BODY].sent.cookie == session=cookie-of-ann
       expect not has([BODY].sent.x-password)`,
    );
    expect(failure).toBeNull();
    expect(outcomes).toEqual([
      ['Sign in', 'passed'],
      ['Sign in › Ask', 'passed'],
      ['Cart', 'passed'],
    ]);
    expect(seen.at(-1)?.headers['authorization']).toBe('Bearer token-of-ann');
    expect(all).not.toContain('hunter2');
    expect(all).not.toContain('token-of-ann');
  });

  it('names the step that failed, and continues if that step may fail', async () => {
    const { add, run, journey } = await setUp();
    await add(journey('Broken', 'step Look\nGET BASE/down'), journey('Around', 'journey Broken'));
    const { message, outcomes } = await run('journey Around\nGET BASE/');
    expect(message).toBe(
      'Step 3, Around › Broken › Look: Status 503 Service Unavailable is not accepted (accepted: 200-299).',
    );
    expect(outcomes.at(-1)).toEqual(['GET /', 'skipped']);
    const allowed = await run('journey Around\nallow failure\nGET BASE/');
    expect(allowed.failure).toBeNull();
    expect(allowed.outcomes.at(-1)).toEqual(['GET /', 'passed']);
  });

  it('does not see the values of the outer journey, and reports what it has not extracted', async () => {
    const { add, run, journey } = await setUp();
    await add(journey('Inner', 'GET BASE/'));
    const { message } = await run('journey Inner\nextract token = [VALUE].token');
    expect(message).toBe('Step 1, Inner: token was not found: the journey has no [VALUE].token.');
  });

  it('must exist exactly once', async () => {
    const { add, run, journey } = await setUp();
    expect((await run('journey Nowhere')).message).toBe(
      'Step 1, Nowhere: There is no journey with the name "Nowhere".',
    );
    await add(journey('Twice', 'GET BASE/1'), journey('Twice', 'GET BASE/2'));
    expect((await run('journey Twice')).message).toMatch(/several journeys with the name "Twice"/u);
  });

  it('sends at most 100 requests', async () => {
    const { add, run, journey } = await setUp();
    const ten = (line: string) => Array.from({ length: 11 }, () => line).join('\n');
    await add(journey('Ten', ten('GET BASE/')));
    const { message } = await run(ten('journey Ten'));
    expect(message).toMatch(/more than 100 requests/u);
    expect(seen).toHaveLength(100);
  });

  it('cannot contain itself: that is refused at the field, and a check that finds it says so', async () => {
    const { add, run, journey } = await setUp();
    await expect(add(journey('a', 'journey b'), journey('b', 'journey a'))).rejects.toMatchObject({
      issues: [{ code: 'circle', params: { names: ['a', 'b', 'a'] } }, { code: 'circle' }],
    });
    await add(journey('inner', 'journey outer'));
    await expect(add(journey('outer', 'journey inner'))).rejects.toMatchObject({
      issues: [{ path: 'endpoints[0].steps' }],
    });
    expect((await run('journey inner')).message).toBe(
      'Step 1, inner: The journey contains itself: outer, inner, outer.',
    );
  });
});

it('is unknown in a journey that is checked without an engine', async () => {
  const { checkOnce } = await import('./check/testing/check-once.ts');
  const { failure } = await checkOnce({ kind: 'steps', steps: 'journey Sign in' });
  expect(failure?.code).toBe('local.engine');
});
