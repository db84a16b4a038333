import { DOMParser } from '@xmldom/xmldom';
import { expect, test } from 'vitest';
import type { PublicComponent, PublicStatus } from '../../contract/model/status-page.ts';
import { createTexts } from '../texts.ts';
import { statusFile, statusPaths } from './status-files.ts';

const AT = Date.UTC(2026, 10, 30, 12);
const HOUR = 3_600_000;
const NASTY = `<b>"&'</b>\u0000\u{1f600}`;
const options = { texts: createTexts([]), url: 'http://status.example/status/shop/' };

const component = (title: string, more: Partial<PublicComponent> = {}): PublicComponent => ({
  title,
  state: 'up',
  ratio: 0.99985,
  days: [null, 1, 0.995, 0.5],
  latencyMs: null,
  ...more,
});

const STATUS: PublicStatus = {
  name: 'shop',
  title: NASTY,
  description: `${NASTY}\nSecond line`,
  logo: 'data:image/png;base64,aGk=',
  url: '',
  timezone: 'UTC',
  at: AT,
  state: 'partial',
  dates: ['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'],
  sections: [
    { ...component('Web Shop'), endpoints: [component(NASTY, { latencyMs: 12.3 }), component('Ärger & Co')] },
    { ...component('Web shop', { state: 'down' }), endpoints: [] },
  ],
  incidents: [
    { title: NASTY, from: AT - HOUR, to: null, cause: 'connect.refused' },
    { title: 'Web shop', from: AT - 3 * HOUR, to: AT - 2 * HOUR, cause: null },
  ],
  maintenance: [{ sections: [NASTY], from: AT + HOUR, to: AT + 2 * HOUR }],
  posts: [
    {
      id: 'p1',
      page: '',
      title: NASTY,
      from: AT - HOUR,
      to: null,
      updates: [
        { at: AT - HOUR, state: 'investigating', text: NASTY },
        { at: AT, state: 'identified', text: 'A disk\nis full' },
      ],
    },
  ],
};

function bodyOf(path: string, status = STATUS): string {
  const file = statusFile(status, path, options);
  if (file === null) throw new Error(`Expected the file ${path}, got none`);
  return file.body;
}

function xmlOf(path: string) {
  const problems: string[] = [];
  const document = new DOMParser({ onError: (_level, message) => void problems.push(message) }).parseFromString(
    bodyOf(path),
    'text/xml',
  );
  expect(problems).toEqual([]);
  return document;
}

test('has a file for each of its paths, and for no other', () => {
  expect(statusPaths(STATUS)).toEqual([
    'index.html',
    'feed.xml',
    'feed.json',
    'status.json',
    'badge/status.svg',
    'badge/web-shop/status.svg',
    'badge/web-shop/uptime.svg',
    'badge/web-shop/b-b/status.svg',
    'badge/web-shop/b-b/uptime.svg',
    'badge/web-shop/b-b/latency.svg',
    'badge/web-shop/arger-co/status.svg',
    'badge/web-shop/arger-co/uptime.svg',
    'badge/web-shop-2/status.svg',
    'badge/web-shop-2/uptime.svg',
  ]);
  for (const path of statusPaths(STATUS)) expect(bodyOf(path)).not.toBe('');
  for (const path of ['x', 'badge/x/status.svg', 'badge/web-shop/latency.svg', 'badge/web-shop/other.svg', '../a']) {
    expect(statusFile(STATUS, path, options)).toBeNull();
  }
});

test('the page shows texts as texts, runs no script and loads nothing', () => {
  const html = bodyOf('');
  expect(html).not.toContain('<b>');
  expect(html).toContain('&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;');
  expect(html).not.toMatch(/<script|javascript:|https?:\/\//u);
  const shown = ['Some systems are down', '99.98 % uptime', 'Second line', 'Investigating', 'A disk<br>is full'];
  for (const text of shown) expect(html).toContain(text);
  expect(html).toContain('2026-11-29: 99.5 %');
  expect(html).toContain('Connection refused');
  expect(html).toContain('12 ms');
});

test('does not call all systems operational while one is unknown', () => {
  const sections = [{ ...component('Web shop'), endpoints: [component('Pay'), component('Mail')] }];
  expect(bodyOf('', { ...STATUS, state: 'up', sections })).toContain('All systems are operational');
  const unknown = [
    { ...component('Web shop'), endpoints: [component('Pay'), component('Mail', { state: 'unknown' })] },
  ];
  const html = bodyOf('', { ...STATUS, state: 'up', sections: unknown });
  expect(html).toContain('No problems are known');
  expect(html).not.toContain('All systems are operational');
});

test('shows how long an incident took, and whether it is still open', () => {
  const html = bodyOf('');
  expect(html).toMatch(/<h3>Web shop<\/h3><p class="dim">Down for 1 h, <time [^>]*>Nov 30, 2026, 9:00.AM</u);
  expect(html).toMatch(/<p class="dim">Down since <time [^>]*>Nov 30, 2026, 11:00.AM</u);
});

test('feeds are valid, newest first, and each entry has an id of its own', () => {
  const items = [...xmlOf('feed.xml').getElementsByTagName('item')];
  const textOf = (index: number, name: string) => items[index]?.getElementsByTagName(name)[0]?.textContent;
  expect(textOf(0, 'title')).toMatch(/: Identified$/u);
  expect(textOf(0, 'pubDate')).toBe('Mon, 30 Nov 2026 12:00:00 GMT');
  expect(textOf(0, 'link')).toBe('http://status.example/status/shop/');
  const feed = JSON.parse(bodyOf('feed.json')) as { items: { id: string; title: string }[]; feed_url: string };
  expect(feed.feed_url).toBe('http://status.example/status/shop/feed.json');
  expect(feed.items).toHaveLength(items.length);
  expect(feed.items.map(({ title }) => title)).toContain('Web shop: up again');
  expect(new Set(feed.items.map(({ id }) => id)).size).toBe(5);
});

test('feeds have the address of the config, if it has one', () => {
  const feed = JSON.parse(bodyOf('feed.json', { ...STATUS, url: 'https://status.example' })) as {
    home_page_url: string;
  };
  expect(feed.home_page_url).toBe('https://status.example/');
});

test('badges are valid SVG with a text for screen readers', () => {
  const svg = xmlOf('badge/web-shop/b-b/latency.svg').documentElement;
  expect(svg?.getAttribute('aria-label')).toBe(`<b>"&'</b>\u{1f600} latency: 12 ms`);
  expect(xmlOf('badge/web-shop-2/status.svg').documentElement?.getAttribute('aria-label')).toBe('Web shop: Outage');
  expect(xmlOf('badge/web-shop/uptime.svg').documentElement?.getAttribute('aria-label')).toBe(
    'Web Shop uptime, 90 d: 99.98 %',
  );
});

test('the JSON has what the page shows, without the picture', () => {
  expect(JSON.parse(bodyOf('status.json'))).toMatchObject({ state: 'partial', sections: [{ title: 'Web Shop' }, {}] });
  expect(bodyOf('status.json')).not.toContain('data:image');
});
