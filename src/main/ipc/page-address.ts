/** Where the page lives, and which addresses it may and may not reach. */

export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'lookout';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://${PAGE_HOST}`;
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/**
 * Whether an address is Lookout's own page: `app://lookout/…`, or the development server where there is one.
 * @param devUrl `ELECTRON_RENDERER_URL`, as `electron-vite dev` sets it; null: there is none
 */
export function isPageUrl(url: string, devUrl: string | null): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  // Not `origin`: Node gives "null" for every scheme that is not one of the web's own.
  if (parsed.protocol === `${PAGE_SCHEME}:`) return parsed.host === PAGE_HOST && parsed.username === '';
  return devUrl !== null && isWeb(parsed) && parsed.origin === URL.parse(devUrl)?.origin;
}

/** Whether an address is the page itself, and not one of the files that it is made of. */
export function isPageDocument(url: string, devUrl: string | null): boolean {
  return isPageUrl(url, devUrl) && ['', '/', '/index.html'].includes(new URL(url).pathname);
}

/** Whether an address may be handed to the person's browser. Anything else could start a program. */
export function isExternalUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && isWeb(parsed);
}

function isWeb(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}
