/** The current view. Hash routes work with app://, http:// and any path. */
import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly name: 'overview' }
  | { readonly name: 'endpoint'; readonly id: string }
  | { readonly name: 'incidents' }
  | { readonly name: 'maintenance' }
  | { readonly name: 'health' }
  /** `section`: the section to scroll to. */
  | { readonly name: 'settings'; readonly section?: string };

/** @param hash such as `#/endpoint/ID`. Unknown routes lead to the overview. */
export function parseRoute(hash: string): Route {
  const [first = '', second = ''] = hash.replace(/^#?\/?/, '').split('/');
  switch (first) {
    case 'endpoint':
      return second === '' ? { name: 'overview' } : { name: 'endpoint', id: decode(second) };
    case 'incidents':
    case 'maintenance':
    case 'health':
      return { name: first };
    case 'settings':
      return second === '' ? { name: 'settings' } : { name: 'settings', section: decode(second) };
    default:
      return { name: 'overview' };
  }
}

/** The path of a route, such as `/endpoint/ID`. With `#` before it, it is a link. */
export function pathOf(route: Route): string {
  if (route.name === 'overview') return '/';
  if (route.name === 'endpoint') return `/endpoint/${encodeURIComponent(route.id)}`;
  return route.name === 'settings' && route.section !== undefined
    ? `/settings/${encodeURIComponent(route.section)}`
    : `/${route.name}`;
}

/** Returns text that is not percent-encoded correctly unchanged, because anyone can write an address. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param path such as `/endpoint/ID` */
export function navigate(path: string): void {
  location.hash = path;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

let lastHash: string | null = null;
let lastRoute: Route = { name: 'overview' };

function currentRoute(): Route {
  // Returns the same object for the same address, as useSyncExternalStore requires.
  if (location.hash !== lastHash) {
    lastHash = location.hash;
    lastRoute = parseRoute(lastHash);
  }
  return lastRoute;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
