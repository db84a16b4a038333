import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPieces, isNoise } from './line.ts';

const pieces = (line: string) =>
  findPieces(line).map(({ target, name }) => (name === '' ? target : `${name} = ${target}`));

describe('one target', () => {
  it.each([
    // As they are.
    ['https://a.example/x?y=1,2&z=(3)', 'https://a.example/x?y=1,2&z=(3)'],
    ['a.example', 'a.example'],
    ['web', 'web'],
    ['web/health', 'web/health'],
    ['db:5432', 'db:5432'],
    ['[2001:db8::7]:53', '[2001:db8::7]:53'],
    ['2001:db8::7', '2001:db8::7'],
    ['192.0.2.7', '192.0.2.7'],
    // With a name.
    ['Shop https://a.example/', 'Shop = https://a.example/'],
    ['Web shop: https://a.example/', 'Web shop = https://a.example/'],
    ['Web shop - a.example', 'Web shop = a.example'],
    ['Shop => a.example:443', 'Shop = a.example:443'],
    ['https://a.example/ Web shop', 'Web shop = https://a.example/'],
    ['https://a.example/ (Web shop)', 'Web shop = https://a.example/'],
    ['Shop (EU) https://a.example/', 'Shop (EU) = https://a.example/'],
    ['Node.js API v1.2 https://a.example/', 'Node.js API v1.2 = https://a.example/'],
    ['TCP/IP gateway a.example', 'TCP/IP gateway = a.example'],
    ['"Web shop" "https://a.example/"', 'Web shop = https://a.example/'],
    ["Bob's shop 'https://a.example/'", "Bob's shop = https://a.example/"],
    // Lists.
    ['- https://a.example/', 'https://a.example/'],
    ['* Shop https://a.example/', 'Shop = https://a.example/'],
    ['• a.example', 'a.example'],
    ['1. a.example', 'a.example'],
    ['12) Shop a.example', 'Shop = a.example'],
    ['- [x] Shop a.example', 'Shop = a.example'],
    ['> - a.example', 'a.example'],
    // Markdown and other marks.
    ['[Web shop](https://a.example/)', 'Web shop = https://a.example/'],
    ['- [Web shop](https://a.example/ "our shop"): sells things', 'Web shop = https://a.example/'],
    ['[https://a.example](https://a.example)', 'https://a.example'],
    ['[Wiki](https://a.example/x_(y))', 'Wiki = https://a.example/x_(y)'],
    ['<https://a.example/>', 'https://a.example/'],
    ['**Shop** `https://a.example/`', 'Shop = https://a.example/'],
    ['| Web shop | https://a.example/ | prod |', 'Web shop = https://a.example/'],
    // Rows of a spreadsheet, JSON, an environment file.
    ['Web shop,https://a.example/,30s', 'Web shop = https://a.example/'],
    ['1;Web shop;https://a.example/', 'Web shop = https://a.example/'],
    ['Web shop\thttps://a.example/', 'Web shop = https://a.example/'],
    ['https://a.example/, Web shop', 'Web shop = https://a.example/'],
    ['"url": "https://a.example/",', 'https://a.example/'],
    ['SHOP_URL=https://a.example/', 'SHOP_URL=https://a.example/'],
    ['URL=https://a.example/', 'https://a.example/'],
    // Punctuation.
    ['https://a.example/health.', 'https://a.example/health'],
    ['See https://a.example/health!', 'See = https://a.example/health'],
    ['(https://a.example/)', 'https://a.example/'],
    ['“https://a.example/”,', 'https://a.example/'],
    ['a.example,', 'a.example'],
    ['mysql://u:p@db:3306/x', 'mysql://u:p@db:3306/x'],
    ['mongodb://a:1,b:2/x', 'mongodb://a:1,b:2/x'],
    ['https://a.example,', 'https://a.example'],
    ['\u200bhttps://a.example\u200b', 'https://a.example'],
  ])('%s', (line, expected) => expect(pieces(line)).toEqual([expected]));

  it('has no name when what is before it is a whole sentence', () => {
    const sentence = 'When the shop does not answer somebody should look at the machine behind';
    expect(pieces(`${sentence} https://a.example/`)).toEqual(['https://a.example/']);
  });
});

describe('several targets', () => {
  it.each([
    ['a.example, b.example c.example', ['a.example', 'b.example', 'c.example']],
    ['a.example,b.example,db:5432', ['a.example', 'b.example', 'db:5432']],
    ['https://a.example/x,https://b.example/y', ['https://a.example/x', 'https://b.example/y']],
    ['https://a.example,b.example', ['https://a.example', 'b.example']],
    [
      'Shop https://a.example/, Search https://b.example/',
      ['Shop = https://a.example/', 'Search = https://b.example/'],
    ],
    ['[A](https://a.example/) and [B](https://b.example/)', ['A = https://a.example/', 'B = https://b.example/']],
    ['web1, web2', ['web1', 'web2']],
  ])('%s', (line, expected) => expect(pieces(line)).toEqual(expected));
});

it.each(['a b', 'Please look at this', 'name, the target', '', ',', 'ops@example.org is the address'])(
  'finds nothing in %j',
  (line) => expect(pieces(line)).toEqual([]),
);

it.each(['---', '|---|:--:|', '| Name | URL |', 'name,url', '***'])('%j has nothing to read', (line) =>
  expect(isNoise(line)).toBe(true),
);

it.each(['host', 'url https://a.example', '- a.example'])('%j has something to read', (line) =>
  expect(isNoise(line)).toBe(false),
);

const url = fc.webUrl({ withQueryParameters: true }).filter((text) => !/[.:!?]$|[,;()'*|`]/u.test(text));
const name = fc
  .stringMatching(/^[A-Z][a-z]{1,8}(?: [a-z]{2,8}){0,3}$/u)
  .filter(
    (text) => !/\b(?:and|url|uri|href|link|host|hostname|target|endpoint|address|name|site|website)\b/iu.test(text),
  );
const wrap = fc.constantFrom<(name: string, url: string) => string>(
  (n, u) => `${n} ${u}`,
  (n, u) => `${n}: ${u}`,
  (n, u) => `- ${n} - ${u}.`,
  (n, u) => `* [${n}](${u})`,
  (n, u) => `"${n}", "${u}"`,
  (n, u) => `| ${n} | ${u} |`,
  (n, u) => `${n},${u}`,
  (n, u) => `3. **${n}** <${u}>`,
  (n, u) => `${u} ${n}`,
);

it('finds the name and the URL, whatever is around them', () => {
  fc.assert(
    fc.property(name, url, wrap, (n, u, write) => {
      expect(findPieces(write(n, u))).toEqual([{ name: n, target: u }]);
    }),
  );
});

it("finds targets in a kind's own notation, and asks only for words that look like one", () => {
  const asked: string[] = [];
  const isOwn = (word: string): boolean => {
    asked.push(word);
    return word.startsWith('tide:');
  };
  expect(findPieces('- The harbour: tide:harbour-1:7001, see note:low', isOwn)).toEqual([
    { target: 'tide:harbour-1:7001', name: 'The harbour' },
  ]);
  expect(new Set(asked)).toEqual(new Set(['tide:harbour-1:7001', 'note:low']));
});

it('takes time in proportion to the length of a line, and never throws', () => {
  fc.assert(fc.property(fc.string(), (line) => void findPieces(line)));
  for (const hostile of [
    'https://a/,a,a',
    'x,https://a/?,a',
    'mongodb://a,b,c',
    '[](a) ',
    '"a" ',
    '[',
    '(',
    '"',
    'a.',
    ',',
    '[](',
    'a:',
    '“',
    '.,',
    '*',
    '[a](b(',
    "'",
  ]) {
    const started = performance.now();
    findPieces(hostile + hostile.slice(-2).repeat(60_000));
    isNoise(hostile.repeat(60_000));
    expect(performance.now() - started).toBeLessThan(3_000);
  }
});
