import { describe, expect, test } from 'vitest';
import { texts } from '../../check/testing/texts.ts';
import { loadConfigText } from './load.ts';

function errorsOf(text: string): string[] {
  const config = loadConfigText(text, 'lookout.yaml');
  return config.ok ? [] : config.errors.map(texts.fileIssue);
}

function endpointsOf(text: string): unknown {
  const config = loadConfigText(text, 'lookout.yaml');
  return config.ok ? config.endpoints : config.errors.map(texts.fileIssue);
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

describe('the environment', () => {
  const environment = { TOKEN: 'hunter2-hunter2', HOST: 'db.example', EMPTY: '' };
  const read = (text: string) => {
    const config = loadConfigText(text, 'lookout.yaml', { environment });
    return config.ok ? config.endpoints : config.errors.map(texts.fileIssue);
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
    ['${NONE}', 'The environment variable NONE must be set.'],
    [
      '${',
      '"${" must begin the name of an environment variable, such as ${TOKEN}. Write the characters themselves as $${.',
    ],
    [
      '${a-b}',
      '"${" must begin the name of an environment variable, such as ${TOKEN}. Write the characters themselves as $${.',
    ],
    ['${constructor}', 'The environment variable constructor must be set.'],
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
    expect(error).toContain('PATH must be set.');
  });
});
