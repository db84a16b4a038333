import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../contract/model/check.ts';
import { OBSERVED_CHARACTERS, type ObservedValues } from '../../contract/model/condition.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Json } from '../../contract/model/units.ts';
import { createResolver } from '../check/net/dns/resolve.ts';
import { checkKinds, findKind, parseEndpoint } from '../check/registry.ts';
import { disposeRunners } from '../check/runner.ts';
import { texts } from '../check/testing/texts.ts';
import { createQueryRunner, type QueryRunner } from '../conditions/query-runner.ts';
import { systemTimers } from '../node-ports.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { EndpointMemory } from '../verdict/endpoint-memory.ts';
import { judge } from '../verdict/judge.ts';
import { runCheck, type RunCheckOptions } from './run-check.ts';

let server: Server;
let url: string;
let queries: QueryRunner;
let answer: { status: number; body: string };

beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', 'x-version': '7' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  queries = createQueryRunner({
    workerUrl: new URL('../conditions/query-worker.ts', import.meta.url),
    timers: systemTimers,
  });
});
afterAll(async () => {
  disposeRunners(checkKinds);
  await queries.dispose();
  await new Promise((resolve) => server.close(resolve));
});
afterEach(() => {
  answer = { status: 200, body: '' };
});

interface Checked {
  readonly outcome: CheckOutcome;
  readonly verdict: string;
  readonly message: string | null;
}

async function check(conditions: readonly string[], more: Record<string, Json> = {}): Promise<Checked> {
  return checkInput({ kind: 'http', url, conditions, ...more });
}

type More = Pick<RunCheckOptions, 'memory' | 'observe'>;

async function checkInput(input: EndpointInput, more: More = {}): Promise<Checked> {
  const parsed = parseEndpoint(input);
  if (!parsed.ok) throw new Error(parsed.issues.map(texts.issueInFull).join('\n'));
  const kind = findKind(parsed.config.kind);
  if (kind === undefined) throw new Error('no such kind');
  const outcome = await runCheck(kind, parsed.config, {
    signal: new AbortController().signal,
    resolver: createResolver(),
    ports: { ...createFakePorts(), timers: systemTimers },
    queries,
    ...more,
  });
  const { failure } = outcome;
  const message = failure === null ? null : texts.failure(failure, kind.kind);
  return { outcome, verdict: judge(outcome, parsed.config), message };
}

describe('conditions of an endpoint', () => {
  it('hold for the values of the check, and are in its details', async () => {
    answer = { status: 200, body: '{"status":"ok","items":[{"id":1}]}' };
    const { outcome, verdict } = await check([
      '[STATUS] == 200',
      '[BODY].status == ok and len([BODY].items) == 1',
      '[BODY]$.items[?@.id == 1].id contains 1',
      '[HEADER].X-Version == 7',
      '[CONNECTED] == true',
      '[IP] == 127.0.0.1',
      '[RESPONSE_TIME] < 5000',
      '[PHASE].wait < 5000',
      '[SIZE] > 10',
      '[HTTP_VERSION] == 1.1',
    ]);
    expect(outcome.failure).toBeNull();
    expect(verdict).toBe('up');
    expect(outcome.details.conditions?.map(({ shown }) => shown)).toContain('[RESPONSE_TIME] < 5000');
    expect(outcome.details.conditions?.[0]).toEqual({
      condition: '[STATUS] == 200',
      shown: '[STATUS] (200) == 200',
      holds: true,
      severity: 'fail',
    });
  });

  it('make the check fail, and name the condition', async () => {
    answer = { status: 200, body: '{"status":"bad"}' };
    const { verdict, message, outcome } = await check(['[STATUS] == 200', '[BODY].status == ok', '[SIZE] > 1000']);
    expect(verdict).toBe('down');
    expect(outcome.failure?.code).toBe('condition.failed');
    expect(message).toBe('[BODY].status (bad) == ok: the condition does not hold, and 1 more failed.');
  });

  it('say why they could not be judged', async () => {
    answer = { status: 200, body: 'plain' };
    expect((await check(['[BODY].a == 1'])).message).toBe('[BODY].a == 1: the body is not JSON.');
    answer = { status: 200, body: '{}' };
    expect((await check(['[BODY].a != 1'])).message).toBe('[BODY].a != 1: there is no [BODY].a.');
    expect((await check(['[TLS_VERSION] == TLSv1.3'])).message).toBe(
      '[TLS_VERSION] == TLSv1.3: the check has no [TLS_VERSION].',
    );
  });

  it('only warn after "warn:"', async () => {
    const { verdict, outcome } = await check(['warn: [STATUS] == 201']);
    expect(verdict).toBe('degraded');
    expect(outcome.failure).toBeNull();
    expect(outcome.details.conditions).toMatchObject([{ holds: false, severity: 'warn' }]);
  });

  it('decide about the status in place of the accepted one, and about nothing else', async () => {
    answer = { status: 404, body: 'no' };
    expect((await check(['[STATUS] == 404'])).verdict).toBe('up');
    expect((await check(['[SIZE] == 2'])).message).toContain('404');
    expect((await check(['[STATUS] == 404'], { keyword: 'yes' })).outcome.failure?.code).toBe('body.keywordMissing');
  });

  it('decide about a connection that did not come about only if they ask for it', async () => {
    const nobody = { kind: 'http', url: 'http://127.0.0.1:1/' };
    expect((await checkInput({ ...nobody, conditions: ['[CONNECTED] == false'] })).verdict).toBe('up');
    const refused = await checkInput({ ...nobody, conditions: ['[STATUS] == 200'] });
    expect(refused.outcome.failure?.code).toBe('connect.refused');
    expect(refused.outcome.details.conditions).toBeUndefined();
  });

  it('say what does not conform to a JSON Schema', async () => {
    answer = { status: 200, body: '{"status":7}' };
    const schema = fileURLToPath(new URL('testing/status.schema.json', import.meta.url));
    const { message } = await check([`[BODY] conforms to ${schema}`]);
    expect(message).toBe(`[BODY] conforms to ${schema} (/status must be string): the condition does not hold.`);
    answer = { status: 200, body: '{"status":"ok"}' };
    expect((await check([`[BODY] conforms to "${schema}" and [STATUS] == 200`])).verdict).toBe('up');
  });

  it('find out what changed since the last check', async () => {
    const memory = new EndpointMemory();
    const input = { kind: 'http', url, conditions: ['not [BODY].version changed'] };
    const verdicts: string[] = [];
    for (const version of ['1', '1', '2', '2']) {
      answer = { status: 200, body: `{"version":"${version}"}` };
      verdicts.push((await checkInput(input, { memory })).verdict);
    }
    expect(verdicts).toEqual(['up', 'up', 'down', 'up']);
  });
});

describe('what a check saw', () => {
  const observe = async (input: EndpointInput, wanted: readonly string[]) => {
    const seen: ObservedValues[] = [];
    await checkInput(input, { observe: { wanted, onObserved: (values) => seen.push(values) } });
    expect(seen).toHaveLength(1);
    return seen[0] ?? {};
  };

  it('is reported with the common values, but decides nothing', async () => {
    answer = { status: 404, body: '{"id":1}' };
    const seen = await observe({ kind: 'http', url }, ['BODY', 'HEADER']);
    expect(seen).toMatchObject({ STATUS: 404, BODY: '{"id":1}', SIZE: 8, CONNECTED: true, IP: '127.0.0.1' });
    expect(seen['HEADER']).toMatchObject({ 'x-version': '7' });
    expect(seen['PHASE']).toHaveProperty('wait');
    expect(Object.keys(await observe({ kind: 'http', url }, []))).not.toContain('BODY');
    expect(
      (await checkInput({ kind: 'http', url }, { observe: { wanted: ['BODY'], onObserved: () => {} } })).verdict,
    ).toBe('down');
  });

  it('is cut, and contains no secret of the endpoint', async () => {
    const password = 'correct horse battery';
    answer = { status: 200, body: `${password} ${'x'.repeat(100_000)}` };
    const seen = await observe({ kind: 'http', url, username: 'me', password }, ['BODY']);
    expect(seen['BODY']).toMatch(/^••• x+$/u);
    expect(JSON.stringify(seen['BODY']).length).toBeLessThanOrEqual(OBSERVED_CHARACTERS);
  });

  it('is empty where the endpoint was not reached', async () => {
    expect(await observe({ kind: 'http', url: 'http://127.0.0.1:1/' }, ['BODY'])).toMatchObject({ CONNECTED: false });
  });
});

describe('conditions in the dialect of Gatus', () => {
  it('decide alone', async () => {
    answer = { status: 500, body: 'x' };
    const gatus = { dialect: 'gatus', keyword: 'missing' } as const;
    expect((await check(['[STATUS] == 500'], gatus)).verdict).toBe('up');
    // In Gatus, a path that leads nowhere is a text like any other.
    expect((await check(['[BODY].a != 1'], gatus)).verdict).toBe('up');
    const { message, outcome } = await check(['[STATUS] < 300'], gatus);
    expect(message).toContain('500');
    expect(outcome.details.conditions).toMatchObject([{ shown: '[STATUS] (500) < 300', holds: false }]);
    const nobody = { kind: 'http', url: 'http://127.0.0.1:1/', dialect: 'gatus' };
    expect((await checkInput({ ...nobody, conditions: ['[CONNECTED] == false', '[STATUS] == 0'] })).verdict).toBe('up');
  });
});

describe('a text that is not a condition', () => {
  const refusal = (conditions: Json, more: Record<string, Json> = {}) => {
    const parsed = parseEndpoint({ kind: 'http', url, conditions, ...more });
    return parsed.ok ? null : parsed.issues.map(texts.issueInFull);
  };

  it('is refused with the place', () => {
    expect(refusal(['[STATUS] == 200', '[STATSU] == 200'])).toEqual([
      'Conditions, entry 2, cannot be read at column 1: this kind has no [STATSU]. Did you mean [STATUS]? Got "[STATSU] == 200".',
    ]);
    expect(refusal(['[STATUS] =='])?.[0]).toContain('column 12: expected a value');
    expect(refusal(['[BODY] matches /a(/'])?.[0]).toContain('the regular expression is not valid');
    expect(refusal(['200 == 200'])?.[0]).toContain('without a placeholder');
    expect(refusal(['[BODY].a conforms to x.json'])?.[0]).toContain('only a whole value');
    expect(refusal(['[BODY] conforms to'])?.[0]).toContain('expected a value');
    expect(refusal('[STATUS] == 200')?.[0]).toContain('must be a list');
    expect(refusal([], { dialect: 'gatus' })?.[0]).toContain('at least one condition');
    expect(refusal(['[STATUS]'], { dialect: 'gatus' })?.[0]).toContain('expected a comparison');
  });
});
