import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatConfigError } from './config-error.ts';
import { loadConfigText } from './load.ts';

function errorsOf(text: string): string[] {
  const config = loadConfigText(text, 'lookout.yaml');
  return config.ok ? [] : config.errors.map(formatConfigError);
}

function endpointsOf(text: string): unknown {
  const config = loadConfigText(text, 'lookout.yaml');
  return config.ok ? config.endpoints : config.errors.map(formatConfigError);
}

describe('a valid file', () => {
  test('returns its endpoints in order, as written', () => {
    const text = `
endpoints:
  - name: Shop
    kind: http
    url: https://shop.example/health
    interval: 1m30s
    degradedAbove: 300ms
    headers: { Accept: text/html }
    tags: [eu, web]
  - { kind: tcp, host: db.example, port: 5432, retries: 0 }
`;
    expect(endpointsOf(text)).toEqual([
      {
        name: 'Shop',
        kind: 'http',
        url: 'https://shop.example/health',
        interval: '1m30s',
        degradedAbove: '300ms',
        headers: { Accept: 'text/html' },
        tags: ['eu', 'web'],
      },
      { kind: 'tcp', host: 'db.example', port: 5432, retries: 0 },
    ]);
  });

  test('may have no endpoints', () => {
    expect(endpointsOf('endpoints: []')).toEqual([]);
  });

  test('applies defaults to each endpoint whose kind has the field', () => {
    const text = `
defaults: { interval: 1m, group: shop, method: HEAD }
endpoints:
  - { kind: http, url: https://a.example/, interval: 5s }
  - { kind: tcp, host: b.example, port: 1 }
`;
    expect(endpointsOf(text)).toEqual([
      { kind: 'http', interval: '5s', group: 'shop', method: 'HEAD', url: 'https://a.example/' },
      { kind: 'tcp', interval: '1m', group: 'shop', host: 'b.example', port: 1 },
    ]);
  });

  test.each([
    ['a text', '&shared shop', 'shop'],
    ['a list', '&shared [shop]', ['shop']],
  ])('may repeat %s by 1,500 aliases', (_, anchor, value) => {
    const field = Array.isArray(value) ? 'tags' : 'group';
    const entries = Array.from(
      { length: 1_500 },
      (_, n) => `  - { kind: tcp, host: h${n}.example, port: 1, ${field}: ${n === 0 ? anchor : '*shared'} }\n`,
    );
    const expected = entries.map(() => expect.objectContaining({ [field]: value }) as unknown);
    expect(endpointsOf(`endpoints:\n${entries.join('')}`)).toEqual(expected);
  });

  test('may use anchors and aliases', () => {
    const text = `
endpoints:
  - { kind: http, url: https://a.example/, headers: &common { Accept: text/html } }
  - { kind: http, url: https://b.example/, headers: *common }
`;
    expect(endpointsOf(text)).toMatchObject([
      { headers: { Accept: 'text/html' } },
      { headers: { Accept: 'text/html' } },
    ]);
  });
});

describe('an error has a line, a path and what is accepted', () => {
  test.each<[string, string, RegExp[]]>([
    [
      'an invalid duration',
      'endpoints:\n  - name: A\n    kind: http\n    url: https://a.example/\n    interval: often\n',
      [/^lookout\.yaml:5:5 endpoints\[0\]\.interval: Expected interval to be a duration .*, got "often"$/],
    ],
    [
      'a duration without a unit',
      'endpoints:\n  - kind: http\n    url: https://a.example/\n    timeout: 30\n    retryInterval: 5\n',
      [
        /^lookout\.yaml:4:5 endpoints\[0\]\.timeout: Expected timeout to have a unit, such as "30s" or "500ms", got 30$/,
        /^lookout\.yaml:5:5 endpoints\[0\]\.retryInterval: Expected retryInterval to have a unit, .*, got 5$/,
      ],
    ],
    [
      'an unknown field',
      'endpoints:\n  - kind: http\n    url: https://a.example/\n    intervall: 30s\n',
      [/^lookout\.yaml:4:5 endpoints\[0\]\.intervall: Expected the fields .*interval.*, got "intervall"/],
    ],
    [
      'a missing field, at its endpoint',
      'endpoints:\n  - kind: http\n    name: A\n',
      [/^lookout\.yaml:2:5 endpoints\[0\]\.url: Expected url to be .*, got nothing$/],
    ],
    [
      'a field within a field',
      'endpoints:\n  - kind: http\n    url: https://a.example/\n    headers:\n      Accept: text/html\n      X-Count: 3\n',
      [/^lookout\.yaml:6:7 endpoints\[0\]\.headers\.X-Count: Expected .*, got 3$/],
    ],
    [
      'an unknown kind',
      'endpoints:\n  - kind: htp\n    url: https://a.example/\n',
      [/^lookout\.yaml:2:5 endpoints\[0\]\.kind: Expected kind to be http or tcp, got "htp" \(did you mean http\?\)$/],
    ],
    [
      'no kind',
      'endpoints:\n  - url: https://a.example/\n',
      [/^lookout\.yaml:2:5 endpoints\[0\]\.kind: Expected kind to be http or tcp, got nothing/],
    ],
    [
      'a name that is used twice',
      'endpoints:\n  - { name: A, kind: http, url: https://a.example/ }\n  - { name: A, kind: http, url: https://b.example/ }\n',
      [/^lookout\.yaml:3:7 endpoints\[1\]\.name: Expected name to differ from that of endpoints\[0\], got "A"$/],
    ],
    [
      'two names made from targets',
      'endpoints:\n  - { kind: http, url: https://a.example/ }\n  - { kind: http, url: http://a.example/ }\n',
      [/^lookout\.yaml:3:5 endpoints\[1\]\.name: Expected name to differ .*, which is made from the target$/],
    ],
    [
      'an entry that is not an endpoint',
      'endpoints:\n  - https://a.example/\n  -\n',
      [
        /^lookout\.yaml:2:5 endpoints\[0\]: Expected an endpoint to be a map of fields .*, got "https:\/\/a\.example\/"$/,
        /^lookout\.yaml:3:\d+ endpoints\[1\]: Expected an endpoint to be a map of fields .*, got nothing$/,
      ],
    ],
    [
      'an unknown field at the top',
      'endpoint: []\nendpoints: []\n',
      [/^lookout\.yaml:1:1 endpoint: Expected the fields to be endpoints and defaults, got "endpoint"$/],
    ],
    ['no list', 'endpoints:\n', [/^lookout\.yaml:1:1 endpoints: Expected endpoints to be a list, got nothing$/]],
    ['no endpoints', 'defaults: {}\n', [/^lookout\.yaml:1:1 endpoints: Expected endpoints to be a list, got nothing$/]],
    ['an empty file', '', [/^lookout\.yaml:1:1: Expected the file to be a map with "endpoints", got nothing$/]],
    ['a list', '- kind: http\n', [/^lookout\.yaml:1:1: Expected the file to be a map with "endpoints", got a list$/]],
    [
      'defaults that are not a map',
      'defaults: 30s\nendpoints: []\n',
      [/^lookout\.yaml:1:1 defaults: Expected defaults to be a map of fields, got "30s"$/],
    ],
    [
      'a default for an unknown field, and for fields that each endpoint must set',
      'defaults:\n  colour: red\n  name: A\n  kind: http\n  url: https://a.example/\nendpoints: []\n',
      [
        /^lookout\.yaml:2:3 defaults\.colour: Expected the fields of defaults to be among /,
        /^lookout\.yaml:3:3 defaults\.name: /,
        /^lookout\.yaml:4:3 defaults\.kind: /,
        /^lookout\.yaml:5:3 defaults\.url: /,
      ],
    ],
    [
      'a wrong default, reported once for all endpoints',
      'defaults:\n  interval: often\n  timeout: 5\nendpoints:\n  - { kind: http, url: https://a.example/ }\n  - { kind: http, url: https://b.example/ }\n',
      [
        /^lookout\.yaml:2:3 defaults\.interval: Expected interval to be a duration/,
        /^lookout\.yaml:3:3 defaults\.timeout: Expected timeout to have a unit/,
      ],
    ],
    ['a key that is there twice', 'endpoints: []\nendpoints: []\n', [/^lookout\.yaml:2:1: Map keys must be unique/]],
    ['a tag', 'endpoints: !!js/function "x"\n', [/^lookout\.yaml:1:12: Unresolved tag/]],
    ['broken quotes', 'endpoints:\n  - name: "A\n', [/^lookout\.yaml:\d+:\d+: Missing closing "quote/]],
    ['tabs', 'endpoints:\n\t- kind: http\n', [/^lookout\.yaml:2:1: Tabs/]],
    [
      'a second document',
      'endpoints: []\n---\nendpoints: []\n',
      [/^lookout\.yaml:2:1: Source contains multiple documents/],
    ],
    ['an alias to nothing', 'endpoints: *none\n', [/^lookout\.yaml:\d+:\d+: .*none/]],
  ])('%s', (_, text, expected) => {
    const errors = errorsOf(text);
    expect(errors).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(errors[index]).toMatch(pattern);
  });

  test('credentials are not repeated', () => {
    const errors = [
      ...errorsOf('endpoints:\n  - { kind: http, url: "ftp://me:hunter2@a.example/" }\n'),
      ...errorsOf('endpoints: { kind: http, url: https://a.example/, password: hunter2 }\n'),
      ...errorsOf('endpoints:\n  - [{ password: hunter2 }]\n'),
    ];
    expect(errors).toHaveLength(3);
    expect(errors.join('\n')).not.toContain('hunter2');
  });

  test('a few lines that expand to gigabytes', () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) =>
        `x${n}: &x${n} [${Array(10)
          .fill(n === 0 ? '1' : `*x${n - 1}`)
          .join(', ')}]`,
    );
    expect(errorsOf(levels.join('\n'))).toEqual([
      expect.stringMatching(/^lookout\.yaml:1:1: Expected aliases to stand for \d+ characters or less/),
    ]);
  });

  test('a long text that aliases repeat to gigabytes', () => {
    const text = `defaults: { note: &long ${'x'.repeat(100_000)} }\nmore: [${Array(1_000).fill('*long').join(', ')}]\n`;
    expect(errorsOf(text)).toEqual([expect.stringMatching(/Expected aliases to stand for \d+ characters or less/)]);
  });

  test('an alias within its own anchor', () => {
    expect(errorsOf('endpoints: &all\n  - *all\n')).toEqual([
      expect.stringMatching(/Expected aliases not to lead back into/),
    ]);
  });

  test('errors are in the order of the file', () => {
    const text = 'endpoints:\n  - { kind: tcp, host: a.example, port: 0 }\ndefaults:\n  interval: 1\nother: 1\n';
    expect(errorsOf(text).map((error) => error.split(' ')[0])).toEqual([
      'lookout.yaml:2:35',
      'lookout.yaml:4:3',
      'lookout.yaml:5:1',
    ]);
  });
});

test('reads or refuses any text, and never throws', () => {
  const piece = fc.constantFrom(
    'endpoints',
    'defaults',
    ':',
    ' ',
    '\n',
    '- ',
    'kind',
    'http',
    '{',
    '}',
    '[',
    ']',
    '&a',
    '*a',
    '<<',
    '!',
    '"',
    "'",
    '|',
    '#',
    '%',
    '\t',
    '30',
    'null',
    '__proto__',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 }), (pieces) => {
      const config = loadConfigText(pieces.join(''), 'lookout.yaml');
      const lines = config.ok ? [1] : config.errors.map(({ position }) => position?.line ?? 0);
      expect(lines.length).toBeGreaterThan(0);
      expect(Math.min(...lines)).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

describe('the environment', () => {
  const environment = { TOKEN: 'hunter2-hunter2', HOST: 'db.example', EMPTY: '' };
  const read = (text: string) => {
    const config = loadConfigText(text, 'lookout.yaml', { environment });
    return config.ok ? config.endpoints : config.errors.map(formatConfigError);
  };

  test('is substituted in texts, including defaults and aliases, but not in keys', () => {
    const text = `
defaults: { headers: &headers { Authorization: "Bearer \${TOKEN}", "$X": "$\${TOKEN} $5\${EMPTY}" } }
endpoints:
  - { kind: http, url: "http://\${HOST}/\${HOST}" }
  - { kind: http, url: "http://b.example/", headers: *headers }
`;
    const headers = { Authorization: 'Bearer hunter2-hunter2', $X: '${TOKEN} $5' };
    expect(read(text)).toEqual([
      { kind: 'http', url: 'http://db.example/db.example', headers },
      { kind: 'http', url: 'http://b.example/', headers },
    ]);
  });

  test.each([
    ['${NONE}', 'Expected the environment variable NONE to be set, got nothing'],
    ['${', 'Expected ${ to begin the name of an environment variable'],
    ['${a-b}', 'Expected ${ to begin the name of an environment variable'],
    ['${constructor}', 'Expected the environment variable constructor to be set'],
  ])('refuses %s at its place', (value, message) => {
    const [error] = read(`endpoints:\n  - { kind: tcp, host: a.example, port: 1, note: "${value}" }`);
    expect(error).toMatch(/^lookout\.yaml:2:\d+ endpoints\[0\]\.note: /u);
    expect(error).toContain(message);
  });

  test('does not appear in errors', () => {
    const errors = read(
      'endpoints:\n  - { kind: tcp, host: a.example, port: "${TOKEN}", interval: "${TOKEN}${TOKEN}" }',
    );
    expect(errors).toHaveLength(2);
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });

  test('is not available to files from somebody else', () => {
    const [error] = errorsOf('endpoints:\n  - { kind: http, url: "http://a.example/${PATH}" }');
    expect(error).toContain('PATH to be set, got nothing');
  });
});
