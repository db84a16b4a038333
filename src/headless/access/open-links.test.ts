import { expect, test } from 'vitest';
import { createOpenLinks } from './open-links.ts';

const CLIENT = { localPort: 1, remotePort: 2 };
const own = () => Promise.resolve([0]);

test('a link works once', async () => {
  const links = createOpenLinks(own);
  const link = links.create();
  expect(link).toMatch(/^\/open\/[\w-]{43}$/u);
  expect(links.isLink(link)).toBe(true);
  expect(links.isLink('/assets/open/')).toBe(false);
  expect(await Promise.all([links.use(link, CLIENT), links.use(link, CLIENT)])).toEqual([true, false]);
  expect(await links.use(`${link}x`, CLIENT)).toBe(false);
});

test('a link works for a minute', async () => {
  let now = 0;
  const links = createOpenLinks(own, () => now);
  const [first, second] = [links.create(), links.create()];
  now = 59_999;
  expect(await links.use(first, CLIENT)).toBe(true);
  now = 60_000;
  expect(await links.use(second, CLIENT)).toBe(false);
});

test('another user gets no access, and does not use up the link', async () => {
  const users = [[54_321], [0]];
  const links = createOpenLinks(() => Promise.resolve(users.shift() ?? []));
  const link = links.create();
  expect(await links.use(link, CLIENT)).toBe(false);
  expect(await links.use(link, CLIENT)).toBe(true);
});

test('a link works on systems that do not report the user', async () => {
  const links = createOpenLinks(() => Promise.resolve(null));
  expect(await links.use(links.create(), CLIENT)).toBe(true);
});
