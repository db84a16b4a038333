/** The page's address, and which addresses it may open. */

export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'lookout';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://${PAGE_HOST}`;
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/**
 * Whether an address is Lookout's own page: `app://lookout/…`, or the development server where there is one.
 * @param devUrl `ELECTRON_RENDERER_URL`, which `electron-vite dev` sets; null: none
 */
export function isPageUrl(url: string, devUrl: string | null): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  // Not `origin`, which is "null" in Node for every scheme that is not a web scheme.
  if (parsed.protocol === `${PAGE_SCHEME}:`) return parsed.host === PAGE_HOST && parsed.username === '';
  return devUrl !== null && isWeb(parsed) && parsed.origin === URL.parse(devUrl)?.origin;
}

/** Whether an address is the page itself, and not one of its files. */
export function isPageDocument(url: string, devUrl: string | null): boolean {
  return isPageUrl(url, devUrl) && ['', '/', '/index.html'].includes(new URL(url).pathname);
}

/** Whether an address may be opened in the person's browser. Other schemes could start a program. */
export function isExternalUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && isWeb(parsed);
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}
