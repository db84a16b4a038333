import type { Importer } from '../importer.ts';

/** Sitemaps of web sites. */
export const sitemap: Importer = {
  name: 'sitemap',
  title: 'Sitemap',
  files: '`sitemap.xml` (sitemaps.org)',
  fields: {
    'urlset, url, loc': '`kind: http` for each page',
    sitemapindex: 'import.file',
    'lastmod, changefreq, priority, xhtml:link': 'nothing: they are for search engines',
  },
  recognizes: ({ textIfAny }) => /<(?:urlset|sitemapindex)[\s>]/u.test(textIfAny.slice(0, 10_000)),
  load: () => import('./read.ts'),
};
