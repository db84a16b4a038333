/** The current view. Hash routes work with app://, http:// and any path. */
import { useSyncExternalStore } from 'react';
import type { EpochMs } from '../../contract/model/units.ts';
import { readTimeView, writeTimeView, type TimeView } from '../../shared/time-view.ts';
import { comparisonOf, readComparison, writeComparison, type Comparison } from './comparison.ts';
import { readWall, writeWall, type WallChoice } from './wall-choice.ts';

export type Route =
  | { readonly name: 'overview' }
  /** `view`: the time that its charts show. `at`: the check to show is the last one that began by then. */
  | { readonly name: 'endpoint'; readonly id: string; readonly view?: TimeView; readonly at?: EpochMs }
  | { readonly name: 'compare'; readonly comparison: Comparison }
  | { readonly name: 'wall'; readonly choice: WallChoice }
  | { readonly name: 'incidents' }
  | { readonly name: 'alerts' }
  | { readonly name: 'maintenance' }
  | { readonly name: 'reports' }
  | { readonly name: 'vantages' }
  | { readonly name: 'health' }
  /** `section`: the section to scroll to. */
  | { readonly name: 'settings'; readonly section?: string };

/** @param hash such as `#/endpoint/ID?last=3600000`. Unknown routes lead to the overview. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [first = '', second = ''] = path.split('/');
  switch (first) {
    case 'endpoint':
      return second === '' ? { name: 'overview' } : endpointRoute(decode(second), query);
    case 'compare':
      return { name: 'compare', comparison: readComparison(query) };
    case 'wall':
      return { name: 'wall', choice: readWall(query) };
    case 'incidents':
    case 'alerts':
    case 'maintenance':
    case 'reports':
    case 'vantages':
    case 'health':
      return { name: first };
    case 'settings':
      return second === '' ? { name: 'settings' } : { name: 'settings', section: decode(second) };
    default:
      return { name: 'overview' };
  }
}

function endpointRoute(id: string, query: string): Route {
  const view = readTimeView(query);
  const at = new URLSearchParams(query).get('at') ?? '';
  return {
    name: 'endpoint',
    id,
    ...(view === null ? {} : { view }),
    ...(/^\d{1,16}$/u.test(at) ? { at: Number(at) } : {}),
  };
}

/** The path of a route, such as `/endpoint/ID`. With `#` before it, it is a link. */
export function pathOf(route: Route): string {
  if (route.name === 'overview') return '/';
  if (route.name === 'endpoint') {
    const parts = [
      ...(route.view === undefined ? [] : [writeTimeView(route.view)]),
      ...(route.at === undefined ? [] : [`at=${route.at}`]),
    ];
    const query = parts.length === 0 ? '' : `?${parts.join('&')}`;
    return `/endpoint/${encodeURIComponent(route.id)}${query}`;
  }
  if (route.name === 'wall') {
    const query = writeWall(route.choice);
    return query === '' ? '/wall' : `/wall?${query}`;
  }
  if (route.name === 'compare') return `/compare?${writeComparison(route.comparison)}`;
  return route.name === 'settings' && route.section !== undefined
    ? `/settings/${encodeURIComponent(route.section)}`
    : `/${route.name}`;
}

/** The path of the page that compares endpoints. */
export function comparePath(ids: readonly string[], more: Partial<Comparison> = {}): string {
  return pathOf({ name: 'compare', comparison: comparisonOf(ids, more) });
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

const rewriteListeners = new Set<() => void>();

/**
 * Adds the path to the history of the browser, or replaces the current one, for another state of the same page: the
 * browser's back button returns to the state before.
 */
export function rewritePath(path: string, how: 'push' | 'replace'): void {
  const steps = ownSteps();
  if (how === 'push') history.pushState({ steps: steps + 1 }, '', `#${path}`);
  else history.replaceState({ steps }, '', `#${path}`);
  for (const listener of rewriteListeners) listener();
}

/** How many paths `rewritePath` has added since the page was opened: that many steps back stay on the page. */
export function ownSteps(): number {
  const state: unknown = history.state;
  const steps = typeof state === 'object' && state !== null && 'steps' in state ? state.steps : 0;
  return typeof steps === 'number' ? steps : 0;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  window.addEventListener('popstate', listener);
  rewriteListeners.add(listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    window.removeEventListener('popstate', listener);
    rewriteListeners.delete(listener);
  };
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
