/** Journeys against Debian's httpbin, and what is refused at the field. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HTTPBIN_PACKAGES, startHttpbin, type Httpbin } from '../../../../../test/servers/httpbin.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { StepResult } from '../../../../contract/model/check.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { systemTimers } from '../../../node-ports.ts';
import { createQueryRunner, type QueryRunner } from '../../../conditions/query-runner.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';

const { skip, reason } = available(HTTPBIN_PACKAGES);

describe.skipIf(skip)(`against httpbin${reason}`, () => {
  let httpbin: Httpbin;
  let queries: QueryRunner;

  beforeAll(async () => {
    httpbin = await startHttpbin();
    queries = createQueryRunner({
      workerUrl: new URL('../../../conditions/query-worker.ts', import.meta.url),
      timers: systemTimers,
      // The first query of a kind loads its library, which takes long on a busy machine.
      limits: { job: 60_000, first: 60_000 },
    });
  });

  afterAll(async () => {
    await queries?.dispose();
    await httpbin?.dispose();
  });

  /** `HOST` stands for httpbin. */
  async function run(steps: string, fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) {
    const text = steps.replaceAll('HOST', `http://127.0.0.1:${httpbin.port}`);
    const outcome = await checkOnce({ kind: 'steps', steps: text, ...fields }, { queries, ...options });
    const results = outcome.details['steps'] as readonly StepResult[];
    return { ...outcome, results, outcomes: results.map((step) => [step.name, step.outcome]) };
  }

  it('passes values from one step to the next, from every source', async () => {
    const { failure, outcomes, results, observed } = await run(
      `
      # Everything that can be extracted.
      step Everything
      POST HOST/anything?page=7
      header X-Shop: {{shop}}
      json {"user": {"name": "{{user}}"}, "items": [{"id": 3}, {"id": 4}]}
      extract user = [BODY].json.user.name
      extract item = [BODY]$.json.items[?@.id > 3].id
      extract page = [BODY].url /page=(\\d+)/
      extract type = [HEADER].content-type
      step A page
      GET HOST/html
      extract title = [BODY]//h1
      step A cookie
      GET HOST/cookies/set?sid=abc
      extract sid = [COOKIE].sid
      step Use them
      POST HOST/anything
      form user: {{user}} & {{item}}
      form title: {{title}}
      header X-Values: {{page}} {{type}} {{sid}}
      expect [BODY].form.user == "{{user}} & {{item}}"
      expect [BODY].form.title contains {{title}}
      expect [BODY].headers.X-Values == "7 application/json abc"
      expect [BODY].headers.Cookie == sid=abc
      `,
      { values: { shop: 'Rome', user: 'Ann "the" O\'Neil' } },
    );
    expect(failure).toBeNull();
    expect(outcomes).toEqual([
      ['Everything', 'passed'],
      ['A page', 'passed'],
      ['A cookie', 'passed'],
      ['Use them', 'passed'],
    ]);
    expect(results.map(({ number, status }) => [number, status])).toEqual([1, 2, 3, 4].map((number) => [number, 200]));
    for (const { phases, durationMs, startMs } of results) {
      expect(Object.keys(phases ?? {})).toEqual(expect.arrayContaining(['wait']));
      expect(durationMs).toBeGreaterThan(0);
      expect(startMs).toBeGreaterThanOrEqual(0);
    }
    // The value of a cookie is a credential.
    expect(observed?.['VALUE']).toMatchObject({ item: '4', page: '7', title: 'Herman Melville - Moby-Dick' });
    expect(observed?.['VALUE']).not.toHaveProperty('sid');
  });

  it('fills values without letting them change what they are filled into', async () => {
    const value = '"},"admin":true,"x":{"y":"</a>&\\';
    const { failure } = await run(
      `
      POST HOST/post
      json {"name": "{{name}}"}
      expect [BODY].json.name == "{{name}}"
      expect not has([BODY].json.admin)
      `,
      { values: { name: value } },
    );
    expect(failure).toBeNull();
    const broken = await run('GET HOST/headers\nheader X-A: {{name}}', { values: { name: 'a\r\nX-B: c' } });
    expect(broken.failure?.message).toBe(
      'Step 1, GET /headers: The value for X-A has line breaks or characters that cannot be sent there.',
    );
  });

  it('makes values', async () => {
    const { failure } = await run(
      `
      POST HOST/post
      json {"id": "{{$uuid}}", "day": "{{$date +1d}}", "dice": {{$random 1 6}}, "order": "{{order}}"}
      extract order = [BODY].json.order
      expect [BODY].json.id matches /^[0-9a-f]{8}-[0-9a-f]{4}-4/
      expect [BODY].json.day == ${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}
      expect [BODY].json.dice >= 1 and [BODY].json.dice <= 6
      GET HOST/anything/{{order}}
      expect [BODY].url ends with {{order}}
      `,
      { values: { order: 'A-{{$text 8}}' } },
    );
    expect(failure).toBeNull();
  });

  it('names the step that failed, and skips the rest', async () => {
    const { failure, outcomes, details } = await run(`
      step Open
      GET HOST/get
      step Buy
      GET HOST/status/418
      step Pay
      GET HOST/get
    `);
    expect(failure).toMatchObject({
      code: 'steps.failed',
      message: "Step 2, Buy: Status 418 I'm a Teapot is not accepted (accepted: 200-299).",
    });
    expect(outcomes).toEqual([
      ['Open', 'passed'],
      ['Buy', 'failed'],
      ['Pay', 'skipped'],
    ]);
    expect(details.snippet).toContain('teapot');
    // An answer has no failed phase.
    expect(failure).not.toHaveProperty('phase');
  });

  it.each([
    ['expect [BODY].url == x', /^Step 1, GET \/get: .*\[BODY\]\.url \(.*\) == x/u],
    ['extract id = [BODY].id', /^Step 1, GET \/get: id was not found: the response has no \[BODY\]\.id\.$/u],
    ['extract id = [BODY].url /(\\d{99})/', /id was not found/u],
    ['accept 300-399', /^Step 1, GET \/get: Status 200 OK is not accepted/u],
  ])('fails by %s', async (line, message) => {
    expect((await run(`GET HOST/get\n${line}`)).failure?.message).toMatch(message);
  });

  it('goes on after a step that may fail, and repeats steps and groups', async () => {
    const { failure, outcomes, results } = await run(`
      step Optional
      GET HOST/status/500
      allow failure
      group Twice
      retry 1
      GET HOST/status/503
      allow failure
      GET HOST/status/503
      end group
    `);
    expect(failure?.message).toMatch(/^Step 5, GET \/status\/503: Status 503/u);
    expect(outcomes).toEqual([
      ['Optional', 'allowed'],
      ...Array.from({ length: 2 }, () => [
        ['GET /status/503', 'allowed'],
        ['GET /status/503', 'failed'],
      ]).flat(),
    ]);
    expect(results[0]?.failure?.code).toBe('http.status');
  });

  it('waits', async () => {
    const { results, phases } = await run('GET HOST/get\nwait 30ms\nGET HOST/get');
    expect(results[1]).toMatchObject({ name: 'Wait 30ms', outcome: 'passed', phases: { pause: expect.any(Number) } });
    expect(Object.keys(results[1]?.phases ?? {})).toEqual(['pause']);
    expect(results[1]?.durationMs).toBeCloseTo(phases['pause'] ?? 0, 0);
  });

  it('times out in the step that is under way', async () => {
    const { failure, outcomes } = await run(
      'GET HOST/get\nstep Slow\nGET HOST/delay/9\nGET HOST/get',
      { timeout: '300ms' },
      { deadlineAfter: ['wait', 'transfer', 'wait'] },
    );
    expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
    expect(outcomes.slice(0, 2)).toEqual([
      ['GET /get', 'passed'],
      ['Slow', 'failed'],
    ]);
  });

  it('sends nothing to an origin that only a server has named', async () => {
    const steps = (path: string) => `
      GET HOST/anything?next=http://localhost:${httpbin.port}/headers
      extract next = [BODY].args.next
      GET ${path}
      header Authorization: {{token}}
    `;
    const values = { token: 'Bearer s3cret' };
    const { failure } = await run(steps('{{next}}'), { values });
    expect(failure?.message).toMatch(/^Step 2, .*: A value leads to another origin \(http:\/\/localhost:\d+\)/u);
    const named = await run(`${steps('{{next}}')}\nGET http://localhost:${httpbin.port}/get`, { values });
    expect(named.failure).toBeNull();
  });

  it('shows no secret that it extracts', async () => {
    const { details, failure, observed } = await run(`
      POST HOST/anything
      json {"token": "t-0123456789"}
      extract token = [BODY].json.token
      expect [BODY].json.token == x
    `);
    expect(JSON.stringify([details, failure, observed])).not.toContain('t-0123456789');
    expect(failure?.message).toContain('•••');
  });
});

describe('what is refused at the field', () => {
  function problems(steps: string, fields: Omit<EndpointInput, 'kind'> = {}): string {
    const parsed = parseEndpoint({ kind: 'steps', steps, ...fields });
    return parsed.ok ? '' : parsed.issues.map((issue) => texts.issueInFull(issue)).join(' ');
  }
  const get = 'GET https://a.example/';

  beforeAll(loadLibraries);

  it('takes a list of lines as well as a text', () => {
    const lines = [get, 'extract id = [BODY].id', '', 'GET https://a.example/{{id}}'];
    const parsed = parseEndpoint({ kind: 'steps', steps: lines });
    expect(parsed).toEqual(parseEndpoint({ kind: 'steps', steps: lines.join('\n') }));
    expect(parsed.ok).toBe(true);
    const wrong = parseEndpoint({ kind: 'steps', steps: [get, 7] });
    const [issue] = wrong.ok ? [] : wrong.issues;
    expect(issue && texts.issueInFull(issue)).toContain('Steps must be text, or a list of lines');
  });

  it.each([
    [`${get}\nheader X-A: {{token}}\n${get}`, 'Steps, line 2: the value token is used before it is extracted.'],
    [
      `${get}\nextract id = [BODY].id\nGET https://a.example/{{id}}\nGET https://a.example/{{ID}}`,
      'line 4: the value ID is used',
    ],
    [`${get}\nextract id = [BODY].id\nheader X: {{id}}`, 'line 3: the value id is used before'],
    ['', 'Steps must have at least one request'],
    ['wait 1s', 'Steps must have at least one request'],
    ['hello', 'Steps, line 1: a line must begin with a method and a URL'],
    ['GET ftp://a.example/', 'line 1: the URL must begin with http:// or https://'],
    ['GET https://me:pw@a.example/', 'must not contain a user name or password'],
    ['header A: b', 'line 1: a method and a URL must come before this line'],
    [`${get}\nheader A b`, 'line 2: a header must be a name and a value'],
    [`${get}\nheader Authorization: Bearer abc`, 'Authorization looks like a secret. Enter it among the values'],
    [`${get}\nform password: hunter2`, 'password looks like a secret'],
    [`${get}\naccept 700000`, 'accept must be status codes and ranges'],
    [`${get}\njson {"a": }`, 'the body must be JSON'],
    [`${get}\njson\n{"a": 1}`, 'line 2: what begins here has no end'],
    [`${get}\nextract 1 = [BODY]`, 'line 2: extract must be a name and a source'],
    [`${get}\nextract a = [BODY]$.items[`, 'the source of a must be a placeholder'],
    [`${get}\nextract a = [BODY] /(/`, 'the source of a must be a placeholder'],
    [`${get}\nexpect [STATUS] ==`, '"[STATUS] ==" is not a condition'],
    [`${get}\nexpect [BODY] matches /(/`, 'is not a condition'],
    [`GET https://a.example/{{$dice}}`, '$dice must be $uuid, $now'],
    [`GET https://a.example/{{$random 6 1}}`, '$random must be $uuid, $now'],
    [`${get}\nwait 6m`, 'line 2: wait must be followed by a duration from 1ms to 5m'],
    [`${get}\nretry 99`, 'line 2: retry must be followed by a number from 0 to 10'],
    [`group a\n${get}`, 'line 1: what begins here has no end'],
    [Array.from({ length: 21 }, () => get).join('\n'), 'line 21: there can be at most 20 requests'],
    [`${'group a\n'.repeat(4)}${get}`, 'line 4: groups can be at most 3 deep'],
  ])('%j', (steps, message) => {
    expect(problems(steps)).toContain(message);
  });

  it('values that use others, and names that cannot be used', () => {
    expect(problems(get, { values: { a: '{{b}}' } })).toContain('cannot use b: a value can only use $uuid');
    expect(problems(get, { values: { 'a b': '1' } })).toContain('must have another name');
    expect(problems(`${get}\nheader X: {{a}}`, { values: { a: '{{$uuid}}' } })).toBe('');
  });

  it('does not show the steps, in which a secret may be', () => {
    expect(problems(`${get}\nheader Authorization: Bearer hunter2`)).not.toContain('hunter2');
  });
});
