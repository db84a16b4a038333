import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { texts } from '../../check/testing/texts.ts';
import { loadConfigText } from './load.ts';

function errorsOf(text: string): string[] {
  const config = loadConfigText(text, 'lookout.yaml');
  return config.ok ? [] : config.errors.map(texts.fileIssue);
}

describe('an error has a line, a path and what is accepted', () => {
  test.each<[string, string, RegExp[]]>([
    [
      'an invalid duration',
      'endpoints:\n  - name: A\n    kind: http\n    url: https://a.example/\n    interval: often\n',
      [/^lookout\.yaml:5:5 endpoints\[0\]\.interval: Interval must be a duration .*\. Got "often"\.$/],
    ],
    [
      'a duration without a unit',
      'endpoints:\n  - kind: http\n    url: https://a.example/\n    timeout: 30\n    retryInterval: 5\n',
      [
        /^lookout\.yaml:4:5 endpoints\[0\]\.timeout: Timeout must have a unit, such as 30 s\. Got 30\.$/,
        /^lookout\.yaml:5:5 endpoints\[0\]\.retryInterval: Retry interval must have a unit, .*\. Got 5\.$/,
      ],
    ],
    [
      'an unknown field',
      'endpoints:\n  - kind: http\n    url: https://a.example/\n    intervall: 30s\n',
      [/^lookout\.yaml:4:5 endpoints\[0\]\.intervall: There is no field "intervall" here\. Did you mean interval\?$/],
    ],
    [
      'a missing field, at its endpoint',
      'endpoints:\n  - kind: http\n    name: A\n',
      [/^lookout\.yaml:2:5 endpoints\[0\]\.url: URL is required\.$/],
    ],
    [
      'a field within a field',
      'endpoints:\n  - kind: http\n    url: https://a.example/\n    headers:\n      Accept: text/html\n      X-Count: 3\n',
      [/^lookout\.yaml:6:7 endpoints\[0\]\.headers\.X-Count: Headers, X-Count, must be .*\. Got 3\.$/],
    ],
    [
      'an unknown kind',
      'endpoints:\n  - kind: htp\n    url: https://a.example/\n',
      [/^lookout\.yaml:2:5 endpoints\[0\]\.kind: Kind must be .+ \(did you mean http\?\)\. Got "htp"\.$/],
    ],
    [
      'no kind',
      'endpoints:\n  - url: https://a.example/\n',
      [/^lookout\.yaml:2:5 endpoints\[0\]\.kind: Kind must be .+\.$/],
    ],
    [
      'a name that is used twice',
      'endpoints:\n  - { name: A, kind: http, url: https://a.example/ }\n  - { name: A, kind: http, url: https://b.example/ }\n',
      [/^lookout\.yaml:3:7 endpoints\[1\]\.name: The name must differ from that of endpoints\[0\]\. Got "A"\.$/],
    ],
    [
      'two names made from targets',
      'endpoints:\n  - { kind: http, url: https://a.example/ }\n  - { kind: http, url: http://a.example/ }\n',
      [/^lookout\.yaml:3:5 endpoints\[1\]\.name: The name, which is made from the target, must differ .*$/],
    ],
    [
      'an entry that is not an endpoint',
      'endpoints:\n  - https://a.example/\n  -\n',
      [
        /^lookout\.yaml:2:5 endpoints\[0\]: An endpoint must be an object .*\. Got "https:\/\/a\.example\/"\.$/,
        /^lookout\.yaml:3:\d+ endpoints\[1\]: An endpoint must be an object .*\.$/,
      ],
    ],
    [
      'an unknown field at the top',
      'endpoint: []\nendpoints: []\n',
      [
        /^lookout\.yaml:1:1 endpoint: The fields of the file are endpoints, defaults, maintenance, silences, objectives, statusPages, channels, rules, modules, vantages, aliveUrl\. Got "endpoint"\.$/,
      ],
    ],
    [
      'a channel with an unknown kind, a missing field and a wrong value',
      'endpoints: []\nchannels:\n  - { name: a, kind: webhok }\n  - { name: b, kind: webhook }\n  - { name: c, kind: webhook, url: ftp://x }\n',
      [
        /^lookout\.yaml:3:16 channels\[0\]\.kind: Kind must be .*\(did you mean webhook\?\)\./,
        /^lookout\.yaml:4:5 channels\[1\]\.url: .* is required\.$/,
        /^lookout\.yaml:5:\d+ channels\[2\]\.url: .* must be a URL that starts with http:\/\/ or https:\/\/\.$/,
      ],
    ],
    [
      'a rule with wrong values, and one whose name is taken',
      'endpoints: []\nrules:\n  - { name: r, channels: [a], after: 5, events: [dwn] }\n  - { name: s, channels: [], hours: { from: "25:00" } }\n  - { name: s, channels: [] }\n  - { name: s, channels: [] }\n',
      [
        /^lookout\.yaml:3:\d+ rules\[0\]\.after: Wait before alerting must have a unit, .*Got 5\.$/,
        /^lookout\.yaml:4:\d+ rules\[1\]\.hours\.from: From must be a time of day.*Got "25:00"\.$/,
        /^lookout\.yaml:6:\d+ rules\[3\]\.name: Name must be unique\. Another rule already has this name\. Got "s"\.$/,
      ],
    ],
    [
      'channels that are not a list',
      'endpoints: []\nchannels: {}\n',
      [/^lookout\.yaml:2:1 channels: Channels must be a list\./],
    ],
    ['no list', 'endpoints:\n', [/^lookout\.yaml:1:1 endpoints: "endpoints" must be a list\.$/]],
    ['no endpoints', 'defaults: {}\n', [/^lookout\.yaml:1:1 endpoints: "endpoints" must be a list\.$/]],
    ['an empty file', '', [/^lookout\.yaml:1:1: The file must be a map with "endpoints"\.$/]],
    ['a list', '- kind: http\n', [/^lookout\.yaml:1:1: The file must be a map with "endpoints"\. Got \[…\]\.$/]],
    [
      'defaults that are not a map',
      'defaults: 30s\nendpoints: []\n',
      [/^lookout\.yaml:1:1 defaults: "defaults" must be a map of fields\. Got "30s"\.$/],
    ],
    [
      'a default for an unknown field, and for fields that each endpoint must set',
      'defaults:\n  colour: red\n  name: A\n  kind: http\n  host: a.example\nendpoints: []\n',
      [
        /^lookout\.yaml:2:3 defaults\.colour: The fields of "defaults" are group, .*interval, /,
        /^lookout\.yaml:3:3 defaults\.name: /,
        /^lookout\.yaml:4:3 defaults\.kind: /,
        /^lookout\.yaml:5:3 defaults\.host: /,
      ],
    ],
    [
      'a wrong default, reported once for all endpoints',
      'defaults:\n  interval: often\n  timeout: 5\nendpoints:\n  - { kind: http, url: https://a.example/ }\n  - { kind: http, url: https://b.example/ }\n',
      [
        /^lookout\.yaml:2:3 defaults\.interval: Interval must be a duration/,
        /^lookout\.yaml:3:3 defaults\.timeout: Timeout must have a unit/,
      ],
    ],
    [
      'a key that is there twice',
      'endpoints: []\nendpoints: []\n',
      [/^lookout\.yaml:2:1: The keys of a map must differ\.$/],
    ],
    ['a tag', 'endpoints: !!js/function "x"\n', [/^lookout\.yaml:1:12: The file must be valid YAML: Unresolved tag/]],
    [
      'broken quotes',
      'endpoints:\n  - name: "A\n',
      [/^lookout\.yaml:\d+:\d+: The file must be valid YAML: Missing closing "quote/],
    ],
    ['tabs', 'endpoints:\n\t- kind: http\n', [/^lookout\.yaml:2:1: The file must be valid YAML: Tabs/]],
    [
      'a second document',
      'endpoints: []\n---\nendpoints: []\n',
      [/^lookout\.yaml:2:1: The file must be valid YAML: Source contains multiple documents/],
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
      expect.stringMatching(
        /^lookout\.yaml:1:1: The file must have at most 10 MB with its aliases replaced, but has 1\.\d+ TB\.$/,
      ),
    ]);
  });

  test('a long text that aliases repeat to gigabytes', () => {
    const text = `defaults: { note: &long ${'x'.repeat(100_000)} }\nmore: [${Array(1_000).fill('*long').join(', ')}]\n`;
    expect(errorsOf(text)).toEqual([
      expect.stringMatching(/The file must have at most 10 MB with its aliases replaced, but has 95(?:\.\d)? MB\.$/),
    ]);
  });

  test('an alias within its own anchor', () => {
    expect(errorsOf('endpoints: &all\n  - *all\n')).toEqual([
      expect.stringMatching(/An alias must not lead back into the value that contains it\.$/),
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
