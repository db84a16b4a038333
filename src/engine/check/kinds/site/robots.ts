/** robots.txt (RFC 9309) and sitemaps (sitemaps.org). */

export interface Robots {
  /** Whether it keeps every crawler away from the whole site. */
  readonly forbidsAll: boolean;
  readonly sitemaps: readonly string[];
}

const MAX_SITEMAPS = 10;

/** @returns null when it is not such a file, for example an error page */
export function readRobots(text: string, contentType: string): Robots | null {
  if (/html/iu.test(contentType) || /^\s*<(?:!doctype|html)/iu.test(text)) return null;
  const sitemaps: string[] = [];
  const rules: { agents: string[]; disallow: string[]; allow: string[] }[] = [];
  let open = false;
  for (const line of text.split(/\r\n?|\n/u).slice(0, 10_000)) {
    const [, name = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/iu.exec(line) ?? [];
    const word = value.trim();
    switch (name.toLowerCase()) {
      case 'sitemap':
        if (sitemaps.length < MAX_SITEMAPS) sitemaps.push(word);
        break;
      case 'user-agent':
        // Several of them in a row share the rules below them.
        if (open) rules.at(-1)?.agents.push(word);
        else rules.push({ agents: [word], disallow: [], allow: [] });
        open = true;
        break;
      case 'disallow':
        rules.at(-1)?.disallow.push(word);
        open = false;
        break;
      case 'allow':
        rules.at(-1)?.allow.push(word);
        open = false;
        break;
    }
  }
  const all = rules.filter(({ agents }) => agents.includes('*'));
  const forbidsAll = all.some(({ disallow, allow }) => disallow.includes('/') && allow.length === 0);
  return { forbidsAll, sitemaps };
}

const MAX_LOCATIONS = 1_000;

/** The URLs in a sitemap or in an index of sitemaps; null: it is neither. */
export function readSitemap(text: string): readonly string[] | null {
  if (!/<(?:\w+:)?(?:urlset|sitemapindex)[\s>]/u.test(text)) return null;
  const locations = text.matchAll(/<(?:\w+:)?loc>\s*([^<]{1,4000}?)\s*<\/(?:\w+:)?loc>/gu);
  return [...locations].slice(0, MAX_LOCATIONS).map(([, url = '']) => url.replaceAll('&amp;', '&'));
}
