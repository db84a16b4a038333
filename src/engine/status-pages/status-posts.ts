import { POST_UPDATES, type StatusPost, type StatusPostInput } from '../../contract/model/status-page.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { issueOf, issuesWithin } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { Clock, Log } from '../ports.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store } from '../store/store.ts';
import { readStatusPost, type ReadPost } from './read-status-page.ts';

const COLLECTION = 'statusPost';
const MAX_POSTS = 500;

export interface StatusPostsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'documents'>;
  readonly onChanged: () => void;
}

/** The posts in which people inform the readers of status pages. */
export class StatusPosts {
  readonly #options: StatusPostsOptions;
  readonly #serially = createSerialQueue();
  readonly #posts = new Map<string, StatusPost>();

  constructor(options: StatusPostsOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { store, log } = this.#options;
    for (const document of await store.documents({ collection: COLLECTION })) {
      const data = parseDocument(document, log);
      // Only `save` writes these documents.
      if (data !== undefined) this.#posts.set(document.id, data as unknown as StatusPost);
    }
  }

  /** Newest first. */
  list(): StatusPost[] {
    return [...this.#posts.values()].toSorted((a, b) => b.from - a.from);
  }

  /** @param id null: a new post; otherwise the input is an update of it. @throws RequestError `invalid`, `notFound` */
  save(id: string | null, input: StatusPostInput): Promise<StatusPost> {
    return this.#serially(async () => {
      const before = id === null ? null : this.#get(id);
      const read = readStatusPost(input);
      if (!read.ok) throw invalid(issuesWithin('post', read.issues));
      if (before === null && this.#posts.size >= MAX_POSTS)
        throw invalid([issueOf('tooMany', 'statusPosts', { max: MAX_POSTS })]);
      const post = changed(before, read.config, this.#options.clock.now());
      await this.#options.store.saveDocuments([
        { collection: COLLECTION, id: post.id, at: post.from, open: true, json: JSON.stringify(post) },
      ]);
      this.#posts.set(post.id, post);
      this.#options.onChanged();
      return post;
    });
  }

  /** @throws RequestError `notFound`; then none is removed */
  remove(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      for (const id of ids) this.#get(id);
      await this.#options.store.saveDocuments(
        [],
        ids.map((id) => ({ collection: COLLECTION, id })),
      );
      for (const id of ids) this.#posts.delete(id);
      this.#options.onChanged();
    });
  }

  #get(id: string): StatusPost {
    const post = this.#posts.get(id);
    if (post === undefined) throw new RequestError('statusPostNotFound', { id });
    return post;
  }
}

/** @throws RequestError `invalid` */
function changed(before: StatusPost | null, { state, text, ...given }: ReadPost, now: EpochMs): StatusPost {
  const title = given.title ?? before?.title;
  if (title === undefined) throw invalid([issueOf('required', 'post.title', {})]);
  const from = given.from ?? before?.from ?? now;
  const to = given.to === undefined ? (before?.to ?? null) : given.to;
  if (to !== null && to <= from) throw invalid([issueOf('notAfter', 'post.to', { other: 'from' }, { given: to })]);
  const updates = [...(before?.updates ?? []), { at: now, state, text }];
  if (updates.length > POST_UPDATES) throw invalid([issueOf('tooMany', 'post.text', { max: POST_UPDATES })]);
  return {
    id: before?.id ?? crypto.randomUUID(),
    page: given.page ?? before?.page ?? '',
    title,
    from,
    // A post about work or an incident that is over has an end.
    to: to ?? (state === 'resolved' || state === 'done' ? now : null),
    updates,
  };
}
