/** `lookout://endpoint/ID`: an endpoint, from anywhere. Anybody can make such a link, so all it does is to show. */

export const LINK_SCHEME = 'lookout';

/** @returns the path of the page that a link leads to; null when it is none of ours */
export function pathOfLink(link: string): string | null {
  const url = URL.parse(link);
  if (url === null || url.protocol !== `${LINK_SCHEME}:` || url.search !== '' || url.hash !== '') return null;
  const [, id] = /^\/([\w-]{1,100})\/?$/.exec(url.pathname) ?? [];
  return url.host === 'endpoint' && id !== undefined ? `/endpoint/${id}` : null;
}
