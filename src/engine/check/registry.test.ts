import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type * as Zod from 'zod';
import { firstKind } from './first-kind.ts';
import { parseTargets } from './paste/paste.ts';
import { checkKinds, findKind, parseEndpoint, parseTarget } from './registry.ts';
import { texts } from './testing/texts.ts';

const SENTENCES = /: .*(?: must | is required|There is no field ).*[.?]$/su;

function issuesOf(input: unknown): string[] {
  const result = parseEndpoint(input);
  return result.ok ? [] : result.issues.map((issue) => `${issue.path}: ${texts.issueInFull(issue)}`);
}

it('begins with the kind that is loaded first', () => {
  expect(checkKinds[0]).toBe(firstKind);
});

it('builds no schema when it is loaded', async () => {
  const built: string[] = [];
  vi.resetModules();
  vi.doMock('zod', async (original) => {
    const real = await original<typeof Zod>();
    const z = new Proxy(real.z, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        // The registry only collects schemas.
        if (typeof value !== 'function' || name === 'registry') return value;
        return (...args: readonly unknown[]): unknown => {
          built.push(String(name));
          return Reflect.apply(value, target, args);
        };
      },
    });
    return { ...real, z };
  });
  onTestFinished(() => {
    vi.doUnmock('zod');
    vi.resetModules();
  });
  const registry = await import('./registry.ts');
  expect(built).toEqual([]);
  expect(registry.parseEndpoint({ kind: 'http', url: 'http://a.example/' })).toMatchObject({ ok: true });
  expect(built).toContain('object');
});

describe('parseEndpoint', () => {
  it('fills in defaults and makes a name from the target', () => {
    const result = parseEndpoint({ kind: 'http', url: 'HTTPS://Example.org:443/a/#top', interval: '1m30s' });
    expect(result).toMatchObject({
      ok: true,
      target: 'https://example.org/a/',
      host: 'example.org',
      config: { name: 'example.org/a', kind: 'http', interval: 90_000, timeout: 10_000, retries: 2, tags: [] },
    });
  });

  it('leaves a path that is only a slash in the name', () => {
    expect(parseEndpoint({ kind: 'disk', path: '/' })).toMatchObject({ target: 'disk:/', config: { name: 'disk:/' } });
  });

  it('treats an empty name as missing', () => {
    expect(parseEndpoint({ kind: 'tcp', host: 'a.example', port: 1, name: ' ' })).toMatchObject({
      config: { name: 'a.example:1' },
    });
  });

  it('returns the same config when it reads its own result', () => {
    const first = parseEndpoint({
      kind: 'tcp',
      host: '[2001:DB8::1]',
      port: 5432,
      name: ' db ',
      degradedAbove: '200ms',
    });
    expect(first).toMatchObject({
      ok: true,
      target: '[2001:db8::1]:5432',
      host: '2001:db8::1',
      config: { name: 'db' },
    });
    expect(first.ok && parseEndpoint(first.config)).toEqual(first);
  });

  it('shares what is empty between endpoints, because they are many', () => {
    const [one, other] = ['http://a.example', 'http://b.example'].map((url) => parseEndpoint({ kind: 'http', url }));
    if (one?.ok !== true || other?.ok !== true) throw new Error('Expected two endpoints');
    expect(one.config).toMatchObject({ tags: [], conditions: [], headers: {} });
    for (const name of ['tags', 'conditions', 'headers']) {
      expect(Reflect.get(one.config, name)).toBe(Reflect.get(other.config, name));
    }
  });

  it('treats undefined as missing', () => {
    expect(issuesOf({ kind: 'http', url: 'http://a.example', group: undefined, nonsense: undefined })).toEqual([]);
  });

  it('says for each field what would be accepted', () => {
    const input = {
      kind: 'http',
      url: 'ftp://a.example',
      interval: '1ms',
      retries: 101,
      degradedAbove: 'soon',
      tags: ['', 3],
      headers: { 'X Y': 'a', Host: 'a\nb', 'content-length': '1' },
      method: 'FETCH',
      acceptedStatus: '2xx',
      verifyTls: 'yes',
    };
    expect(issuesOf(input).map((issue) => issue.slice(0, 90))).toMatchInlineSnapshot(`
      [
        "url: URL must be an http or https URL, such as https://example.org/health. Got "ftp://a.ex",
        "method: Method must be GET, HEAD, POST, PUT, PATCH, DELETE, or OPTIONS. Got "FETCH".",
        "headers.X Y: Headers, X Y, must have another name: names consist of letters, digits and hy",
        "headers.Host: Headers, Host, must be text without line breaks, control characters or chara",
        "headers.content-length: Headers, content-length, cannot be set: Lookout sets this header i",
        "acceptedStatus: Accepted status must be status codes and ranges from 100 to 999, such as 2",
        "verifyTls: Verify certificate must be true or false. Got "yes".",
        "interval: Interval must be a duration from 500 ms to 1 d, such as 30 s. Got "1ms".",
        "retries: Retries must be a whole number from 0 to 100. Got 101.",
        "degradedAbove: Degraded above must be a duration from 1 ms to 10 min, such as 30 s. Got "s",
        "tags[0]: Tags, entry 1, must be text with 1 to 100 characters. Got "".",
        "tags[1]: Tags, entry 2, must be text with 1 to 100 characters. Got 3.",
      ]
    `);
  });

  it('lists the known fields and the most similar one for an unknown field', () => {
    const endpoint = { kind: 'tcp', host: 'a.example', port: 1 };
    expect(issuesOf({ ...endpoint, intervall: '1m' })).toEqual([
      'intervall: There is no field "intervall" here. Did you mean interval?',
    ]);
    expect(issuesOf({ ...endpoint, colour: 'red' })).toEqual([
      expect.stringMatching(
        /^colour: There is no field "colour" here\. The fields are kind, name, interval, .*, family\.$/u,
      ),
    ]);
  });

  it('lists the kinds', () => {
    const names = new Intl.ListFormat('en', { type: 'disjunction' }).format(checkKinds.map(({ kind }) => kind));
    expect(issuesOf({ kind: 'htp' })).toEqual([`kind: Kind must be ${names} (did you mean http?). Got "htp".`]);
    expect(issuesOf({})).toEqual([`kind: Kind must be ${names}.`]);
    expect(issuesOf(null)[0]).toMatch(/^: An endpoint must be an object/u);
  });

  it('refuses a password in a URL without repeating it', () => {
    const [issue] = issuesOf({ kind: 'http', url: 'https://me:secret@a.example/' });
    expect(issue).toContain('user name or password');
    expect(issue).not.toContain('secret');
  });

  it.each([
    'ftp://me:hunter2@a.example/',
    'https://hunter2@a.example:99999/',
    'https://me:hunt/er2@a.example/',
    'me:hunter2@a.example',
    `ftp://me:hunter2@a.example/${'x'.repeat(10_000)}`,
  ])('refuses %j without repeating the password', (url) => {
    const messages = [
      ...issuesOf({ kind: 'http', url }),
      ...issuesOf({ kind: 'tcp', host: url, port: 1 }),
      ...parseTargets(url).map(({ problem }) => (problem === undefined ? 'accepted' : texts.issueInFull(problem))),
    ];
    expect(messages).toHaveLength(3);
    expect(messages.join('\n')).toMatch(/a\.example/u);
    expect(messages.join('\n')).not.toMatch(/hunt|er2/u);
  });

  it('shows no part of a list or map', () => {
    const secret = { password: 'hunter2' };
    const messages = [
      ...issuesOf([secret]),
      ...issuesOf({ kind: 'http', url: secret }),
      ...issuesOf({ kind: secret }),
      ...issuesOf({ kind: 'http', url: 'https://a.example/', tags: secret }),
    ];
    expect(messages).toHaveLength(4);
    expect(messages.join('\n')).not.toContain('hunter2');
  });

  it('does not repeat the value of a header in an error', () => {
    expect(
      issuesOf({ kind: 'http', url: 'https://a.example/', headers: { Authorization: 'secret\n' } })[0],
    ).not.toContain('secret');
  });

  it('ignores a kind in the prototype of an object', () => {
    expect(parseEndpoint({ kind: 'constructor' }).ok).toBe(false);
    expect(findKind('constructor')).toBeUndefined();
    expect(issuesOf(JSON.parse('{"kind":"tcp","host":"a","port":1,"__proto__":{"x":1}}'))[0]).toContain('__proto__');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('http', 'tcp', 'x'), (value, kind) => {
        const fields = { kind, url: value, host: value, port: value, headers: value, interval: value, tags: value };
        for (const issue of [...issuesOf(value), ...issuesOf(fields)]) expect(issue).toMatch(SENTENCES);
      }),
    );
  });
});

describe('parseTarget', () => {
  it('reads a word exactly as it is', () => {
    expect(parseTarget('https://a.example/b.')).toMatchObject([{ target: 'https://a.example/b.' }]);
    expect(parseTarget('a.example, b.example')).toMatchObject([{ problem: { code: 'target.invalid' } }]);
  });

  it('reads the URL of a service that no kind speaks as its port', () => {
    expect(parseTarget('oracle://db:1521')).toMatchObject([
      { endpoint: { kind: 'tcp', name: 'db (oracle)' }, target: 'db:1521' },
    ]);
    expect(parseTarget('mongodb://a:27017,b/shop')).toMatchObject([{ target: 'a:27017' }, { target: 'b:27017' }]);
  });
});
