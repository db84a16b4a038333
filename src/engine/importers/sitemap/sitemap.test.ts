import { expect, test } from 'vitest';
import { readFiles } from '../testing/read-files.ts';

const urlset = (inner: string) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inner}</urlset>`;

test('reads the pages, and not what is in them', async () => {
  const { formats, entries } = await readFiles(
    urlset(`<url><loc> https://a.example/b?x=1&amp;y=2 </loc><xhtml:link href="https://c.example"/>
      <image:image><image:loc>https://a.example/i.png</image:loc></image:image></url>`),
  );
  expect(formats).toEqual(['sitemap']);
  expect(entries).toEqual([
    {
      kind: 'http',
      name: expect.any(String) as string,
      url: 'https://a.example/b?x=1&y=2',
      group: 'a.example',
      sourceId: 'sitemap:https://a.example/b?x=1&y=2',
    },
  ]);
});

test('names the sitemaps of an index, and refuses broken or hostile XML', async () => {
  const index = '<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>';
  expect((await readFiles(index)).warnings).toEqual([
    'sitemapindex: Lookout does not read the file https://a.example/1.xml. Enter its content in the endpoint.',
  ]);
  expect((await readFiles('<urlset><url><loc>https://a.example/')).error).toMatch(
    /^file: The file is not valid XML: /u,
  );
  const lines = Array.from('bcdefghij', (name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at] ?? ''};`.repeat(10)}">`);
  const laughs = `<!DOCTYPE urlset [<!ENTITY a "ha">${lines.join('')}]><urlset><url><loc>https://a.example/&j;</loc></url></urlset>`;
  const started = performance.now();
  const { entries } = await readFiles(laughs);
  expect(JSON.stringify(entries).length).toBeLessThan(1000);
  expect(performance.now() - started).toBeLessThan(10_000);
});
