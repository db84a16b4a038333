import { expect, it } from 'vitest';
import { referencesIn } from './links.ts';

const page = new URL('https://a.example/shop/');
const found = (html: string) => referencesIn(html, page).map(({ type, url }) => `${type} ${url}`);

it('finds links, files and forms, relative to the page', () => {
  const html = `<A HREF='../x?a=1&amp;b=2#top'>x</a><img src=/i.png srcset="/i.png 1x, /i@2.png 2x"><script src="s.js"></script>
    <link rel="stylesheet" href="s.css"><link rel="next" href="/2"><form action="buy"></form><iframe src="https://b.example/"></iframe>`;
  expect(found(html)).toEqual([
    'link https://a.example/x?a=1&b=2',
    'resource https://a.example/i.png',
    'resource https://a.example/i@2.png',
    'resource https://a.example/shop/s.js',
    'resource https://a.example/shop/s.css',
    'link https://a.example/2',
    'form https://a.example/shop/buy',
    'resource https://b.example/',
  ]);
});

it('follows the base of the page', () => {
  expect(found('<base href="/other/"><a href="x">x</a>')).toEqual(['link https://a.example/other/x']);
});

it.each([
  '<a href="mailto:a@b.example">',
  '<a href="javascript:alert(1)">',
  '<a href="#top">'.replace('#top', ''),
  '<!-- <a href="/x"> -->',
  '<script>const a = \'<a href="/x">\';</script>',
  '<a href="http://">',
  '<a>',
  '<a href',
])('finds nothing in %s', (html) => {
  expect(found(html)).toEqual([]);
});

it.each(['<a '.repeat(100_000), '<a href="'.repeat(50_000), '<!--'.repeat(100_000), '<script>'.repeat(50_000)])(
  'is quick even for a hostile page',
  (html) => {
    const begun = performance.now();
    referencesIn(html, page);
    expect(performance.now() - begun).toBeLessThan(2_000);
  },
);

it('is bounded', () => {
  const html = Array.from({ length: 5_000 }, (_, index) => `<a href="/${index}">`).join('');
  expect(found(html)).toHaveLength(1_000);
});
