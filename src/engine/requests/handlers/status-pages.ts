import type { StatusPageRequests } from '../../../contract/channels/status-pages.ts';
import type { StatusPages } from '../../status-pages/status-pages.ts';
import type { HandlersOf } from './handler.ts';

export interface StatusPageHandlerParts {
  readonly statusPages: StatusPages;
}

export function statusPageHandlers({ statusPages }: StatusPageHandlerParts): HandlersOf<keyof StatusPageRequests> {
  const { posts } = statusPages;
  return {
    'statusPages.list': () => statusPages.list(),
    'statusPages.save': ({ id, page }) => statusPages.save(id ?? null, page),
    'statusPages.remove': async ({ ids }) => {
      await statusPages.remove(ids);
      return null;
    },
    'statusPages.public': ({ name }) => statusPages.public(name),
    'statusPosts.list': () => posts.list(),
    'statusPosts.save': ({ id, post }) => posts.save(id ?? null, post),
    'statusPosts.remove': async ({ ids }) => {
      await posts.remove(ids);
      return null;
    },
  };
}
