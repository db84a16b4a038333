/** `lookout://endpoint/ID` links show an endpoint. Anybody can create such a link, so it does nothing else. */

export const LINK_SCHEME = 'lookout';

/** @returns the path in the page for a link; null when it is not one of ours */
export function pathOfLink(link: string): string | null {
  const url = URL.parse(link);
  if (url === null || url.protocol !== `${LINK_SCHEME}:` || url.search !== '' || url.hash !== '') return null;
  const [, id] = /^\/([\w-]{1,100})\/?$/.exec(url.pathname) ?? [];
  return url.host === 'endpoint' && id !== undefined ? `/endpoint/${id}` : null;
}
