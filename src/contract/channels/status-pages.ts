import type {
  PublicStatus,
  StatusPageInput,
  StatusPageView,
  StatusPost,
  StatusPostInput,
} from '../model/status-page.ts';
import type { Nothing } from '../model/units.ts';

/** Requests for status pages, and for the posts on them. */
export interface StatusPageRequests {
  'statusPages.list': { args: Nothing; answer: StatusPageView[] };
  'statusPages.save': { args: { id?: string; page: StatusPageInput }; answer: StatusPageView };
  'statusPages.remove': { args: { ids: string[] }; answer: null };
  'statusPages.public': { args: { name: string }; answer: PublicStatus };
  'statusPosts.list': { args: Nothing; answer: StatusPost[] };
  'statusPosts.save': { args: { id?: string; post: StatusPostInput }; answer: StatusPost };
  'statusPosts.remove': { args: { ids: string[] }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const STATUS_PAGE_CHANNELS = {
  'statusPages.list': 'All status pages, those of lookout.yaml included.',
  'statusPages.save':
    'Adds a status page, or changes the one with the `id`. `lookout serve` shows it to everybody at `/status/NAME/`.',
  'statusPages.remove': 'Removes status pages.',
  'statusPages.public': 'What the public sees on a status page.',
  'statusPosts.list': 'The posts of all status pages, newest first.',
  'statusPosts.save':
    'Adds a post to status pages, or adds an update (`state`, `text`) to the one with the `id`, and changes its other fields.',
  'statusPosts.remove': 'Removes posts.',
} as const satisfies Record<keyof StatusPageRequests, string>;
