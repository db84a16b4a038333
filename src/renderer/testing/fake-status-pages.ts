/** The fake engine's answers to requests for status pages; only for tests and the dev page. */
import type { StatusPageRequests } from '../../contract/channels/status-pages.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { StatusPageConfig, StatusPageView, StatusPost } from '../../contract/model/status-page.ts';
import { RequestFailed } from '../live/request-failed.ts';

type Handlers = {
  [C in keyof StatusPageRequests]: (args: StatusPageRequests[C]['args']) => StatusPageRequests[C]['answer'];
};

export function fakeStatusPages(now: () => number, push: (...changes: Change[]) => void): Handlers {
  const pages = new Map<string, StatusPageView>();
  const posts = new Map<string, StatusPost>();
  const changed = () => push({ type: 'changed', what: 'statusPages' });
  return {
    'statusPages.list': () => [...pages.values()],
    'statusPages.save': ({ id = `p${pages.size}`, page }) => {
      if ((page.title ?? '') === '') {
        throw new RequestFailed({
          code: 'invalid',
          reason: 'invalid',
          issues: [{ code: 'required', path: 'page.title', params: {} }],
        });
      }
      const view: StatusPageView = {
        id,
        source: 'hand',
        config: page as StatusPageConfig,
        endpoints: (page.sections ?? []).map(() => 2),
      };
      pages.set(id, view);
      changed();
      return view;
    },
    'statusPages.remove': ({ ids }) => {
      for (const id of ids) pages.delete(id);
      changed();
      return null;
    },
    'statusPages.public': () => {
      throw new TypeError('The page does not ask for what the public sees');
    },
    'statusPosts.list': () => [...posts.values()],
    'statusPosts.save': ({ id = `o${posts.size}`, post }) => {
      const before = posts.get(id);
      const { page = '', title = before?.title ?? '', from = now(), to = null, text = '' } = post;
      const state = post.state as StatusPost['updates'][number]['state'];
      const next = { id, page, title, from, to, updates: [...(before?.updates ?? []), { at: now(), state, text }] };
      posts.set(id, next);
      changed();
      return next;
    },
    'statusPosts.remove': ({ ids }) => {
      for (const id of ids) posts.delete(id);
      changed();
      return null;
    },
  };
}
