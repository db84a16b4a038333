import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkKinds, parseEndpoint } from '../registry.ts';
import { texts } from '../testing/texts.ts';
import { parseTargets, targetsIn } from './paste.ts';

describe('parseTargets', () => {
  const targets = (text: string) =>
    parseTargets(text).map(({ line, endpoint, target }) => [line, endpoint?.kind, target]);

  it('reads URLs, host:port, names and addresses, with blank lines and comments', () => {
    const text = [
      '# ours',
      'https://example.org/health?a#b',
      '',
      '  db.example.org:5432   # the database',
      'example.org',
      'example.org/status',
      'localhost',
      'web',
      'web.localhost',
      '192.0.2.7',
      '192.0.2.7:22',
      '[2001:db8::7]:53',
      '2001:db8::7',
      'tcp://mail.example.org:25',
      'localhost:3000/a',
      'bücher.example',
    ].join('\r\n');
    expect(targets(text)).toEqual([
      [2, 'http', 'https://example.org/health?a'],
      [4, 'tcp', 'db.example.org:5432'],
      [5, 'http', 'https://example.org/'],
      [6, 'http', 'https://example.org/status'],
      [7, 'http', 'http://localhost/'],
      [8, 'http', 'http://web/'],
      [9, 'http', 'http://web.localhost/'],
      [10, 'http', 'http://192.0.2.7/'],
      [11, 'tcp', '192.0.2.7:22'],
      [12, 'tcp', '[2001:db8::7]:53'],
      [13, 'http', 'http://[2001:db8::7]/'],
      [14, 'tcp', 'mail.example.org:25'],
      [15, 'http', 'http://localhost:3000/a'],
      [16, 'http', 'https://xn--bcher-kva.example/'],
    ]);
  });

  it.each([
    'gopher://a.example',
    'a b',
    'a.example:99999',
    'https://',
    '/path',
    'http://a.example:port',
    '::1::2',
    '@',
  ])('reports what is wrong with %j', (text) => {
    const [parsed] = parseTargets(text);
    expect(parsed).toMatchObject({ line: 1, text });
    expect(parsed?.problem && texts.issueInFull(parsed.problem)).toMatch(/ must be .*\. Got /u);
    expect(parsed?.endpoint).toBeUndefined();
  });

  it('keeps the names that people write', () => {
    expect(parseTargets('Web shop: https://a.example/\n- [Search](b.example), db (oracle://db:1521).')).toMatchObject([
      { line: 1, endpoint: { kind: 'http', name: 'Web shop' }, target: 'https://a.example/' },
      { line: 2, endpoint: { kind: 'http', name: 'Search' }, target: 'https://b.example/' },
      { line: 2, endpoint: { kind: 'tcp', name: 'db' }, target: 'db:1521' },
    ]);
  });

  it('makes a name for a service that is checked by its port', () => {
    expect(parseTargets('oracle://root:secret@db:1521/shop')).toMatchObject([
      { endpoint: { kind: 'tcp', host: 'db', port: 1521, name: 'db (oracle)' }, target: 'db:1521' },
    ]);
  });

  it('reports the part of a line that it does not understand', () => {
    const [good, bad] = parseTargets('a.example, b.example:99999');
    expect(good).toMatchObject({ line: 1, target: 'https://a.example/' });
    expect(bad).toMatchObject({ line: 1, text: 'b.example:99999', problem: { path: 'port', code: 'wholeNumber' } });
    expect(parseTargets('call the office')).toMatchObject([{ line: 1, text: 'call the office' }]);
  });

  it('skips rules and headings of tables', () => {
    const table = '| Name | URL |\n|------|-----|\n| Web shop | https://a.example/ |';
    expect(parseTargets(table)).toMatchObject([{ line: 3, endpoint: { name: 'Web shop' } }]);
  });

  it('never throws, and returns valid endpoints with their targets', () => {
    const word = fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.domain(),
      fc.tuple(fc.domain(), fc.nat({ max: 70_000 })).map(([host, port]) => `${host}:${port}`),
      fc.ipV4(),
      fc.ipV6(),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        for (const parsed of parseTargets(words.join('\n'))) {
          expect(parsed.endpoint === undefined).toBe(parsed.problem !== undefined);
          if (parsed.endpoint === undefined) continue;
          expect(parseEndpoint(parsed.endpoint)).toMatchObject({ ok: true, target: parsed.target });
        }
      }),
    );
  });
});

it('reads no further than it is asked to, so that a long text can be read in time slices', () => {
  const read: string[] = [];
  const kinds = checkKinds.map((kind) => ({
    ...kind,
    parse: (text: string) => {
      read.push(text);
      return kind.parse(text);
    },
  }));
  const targets = targetsIn('first.example\nsecond.example\nthird.example', kinds);
  expect(targets.next().value).toMatchObject({ line: 1, text: 'first.example' });
  expect(read.filter((text) => text !== 'first.example')).toEqual([]);
});

describe('a line of half a million characters', () => {
  it.each([
    ['words', 'word '.repeat(96_000)],
    ['one word', 'a'.repeat(480_000)],
    ['closing brackets', `a${')'.repeat(480_000)}`],
    ['quotes', ' "'.repeat(240_000)],
  ])('of %s is read in short steps, and reported once', (_, line) => {
    const steps: number[] = [];
    let began = performance.now();
    const found = [];
    for (const one of targetsIn(line)) {
      steps.push(performance.now() - began);
      if (one !== null) found.push(one);
      began = performance.now();
    }
    expect(found.filter(({ problem }) => problem !== undefined).length).toBeLessThanOrEqual(1);
    // A step takes up to 50 ms on an idle machine; all at once, the words took 540 ms and the brackets 8,900 ms.
    expect(steps.toSorted((a, b) => a - b).at(-1)).toBeLessThan(2_000);
    if (line.includes(' ')) expect(steps.length).toBeGreaterThan(100);
  });

  it('gives all of its targets, cut between words only', () => {
    const hosts = Array.from({ length: 15_000 }, (_, index) => `host-${index}.example.org`);
    const found = parseTargets(hosts.join(' '));
    expect(found.map(({ text }) => text)).toEqual(hosts);
  });
});
