import type { StoredDocument } from './store.ts';

/**
 * A document whose JSON is made when it is first read. A what-if replays thousands of messages whose documents are never read.
 * @param content must not change afterwards
 */
export function lazyDocument(about: Omit<StoredDocument, 'json'>, content: object): StoredDocument {
  let json: string | undefined;
  return {
    ...about,
    get json() {
      return (json ??= JSON.stringify(content));
    },
  };
}
