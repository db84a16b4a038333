/**
 * The feeds of incidents and posts: RSS 2.0 (https://www.rssboard.org/rss-specification) and JSON Feed 1.1
 * (https://jsonfeed.org).
 */
import type { PublicIncident, PublicStatus, StatusPost } from '../../contract/model/status-page.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { formatDuration } from '../duration.ts';
import { durationUnits as units } from '../en/duration-units.ts';
import type { Texts } from '../texts.ts';
import { escapeXml, POST_LABELS } from './status-text.ts';

const MOST_ITEMS = 100;

interface Item {
  /** Stays the same, and differs from those of all other items. */
  readonly id: string;
  readonly at: EpochMs;
  readonly title: string;
  readonly text: string;
}

/** @param url of the page, which ends in a slash */
export function statusRss(status: PublicStatus, url: string, texts: Pick<Texts, 'cause'>): string {
  const items = itemsOf(status, texts).map(
    ({ id, at, title, text }) =>
      `<item><title>${escapeXml(title)}</title><link>${escapeXml(url)}</link><guid isPermaLink="false">${escapeXml(id)}</guid><pubDate>${new Date(at).toUTCString()}</pubDate><description>${escapeXml(text)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>${escapeXml(status.title)}</title>
<link>${escapeXml(url)}</link>
<atom:link href="${escapeXml(url)}feed.xml" rel="self" type="application/rss+xml"/>
<description>${escapeXml(status.description || `Status of ${status.title}`)}</description>
<lastBuildDate>${new Date(status.at).toUTCString()}</lastBuildDate>
${items.join('\n')}
</channel></rss>
`;
}

/** @param url of the page, which ends in a slash */
export function statusJsonFeed(status: PublicStatus, url: string, texts: Pick<Texts, 'cause'>): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: status.title,
    home_page_url: url,
    feed_url: `${url}feed.json`,
    ...(status.description === '' ? {} : { description: status.description }),
    items: itemsOf(status, texts).map(({ id, at, title, text }) => ({
      id,
      url,
      title,
      content_text: text,
      date_published: new Date(at).toISOString(),
    })),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

/** Newest first. */
function itemsOf({ name, incidents, posts }: PublicStatus, texts: Pick<Texts, 'cause'>): Item[] {
  return [...incidents.flatMap((one) => ofIncident(one, name, texts)), ...posts.flatMap((post) => ofPost(post, name))]
    .toSorted((a, b) => b.at - a.at)
    .slice(0, MOST_ITEMS);
}

/** Its beginning and its end are separate items, because readers show an item only once. */
function ofIncident({ title, from, to, cause }: PublicIncident, page: string, texts: Pick<Texts, 'cause'>): Item[] {
  const id = `lookout:${page}:${from}:${title}`;
  const text = cause === null ? '' : texts.cause(cause);
  const began = { id, at: from, title: `${title}: down`, text };
  if (to === null) return [began];
  const took = formatDuration(to - from, { units, smallest: 'second' });
  return [began, { id: `${id}:up`, at: to, title: `${title}: up again`, text: `It was down for ${took}.` }];
}

function ofPost({ id, title, updates }: StatusPost, page: string): Item[] {
  return updates.map(({ at, state, text }, index) => ({
    id: `lookout:${page}:${id}:${index}`,
    at,
    title: `${title}: ${POST_LABELS[state]}`,
    text,
  }));
}
