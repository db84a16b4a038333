import type { EpochMs } from '../../contract/model/units.ts';
import { issueOf } from '../base/issues.ts';
import { invalid, type RequestError } from '../base/request-error.ts';
import type { Log } from '../ports.ts';
import { parseDocument } from './parse-document.ts';
import type { Store, StoredDocument } from './store.ts';

/** The ids of configs of lookout.yaml start with it. */
const FILE = 'file:';

/** A config that people create, such as a maintenance window. */
export interface KeptConfig {
  readonly id: string;
  /** `file`: from lookout.yaml, and changed only there. */
  readonly source: string;
  readonly config: { readonly name: string };
}

export interface ConfigCollectionOptions<Item extends KeptConfig> {
  /** The collection of its documents in the store. */
  readonly collection: string;
  readonly store: Pick<Store, 'saveDocuments' | 'documents'>;
  readonly log: Log;
  /** The most items. */
  readonly max: number;
  /** The list in issues, such as `statusPages`. */
  readonly list: string;
  /** The content of an item's document, and the time by which documents are listed. */
  readonly toDocument: (item: Item) => { readonly at: EpochMs; readonly data: object };
  /** The refusal when there is no item with this id. */
  readonly notFound: (id: string) => RequestError;
  /** The refusal to change an item of lookout.yaml. */
  readonly inFile: (name: string) => RequestError;
}

/** How many items a collection may have. */
export interface Room {
  readonly max: number;
  /** How many there are, including those of lookout.yaml and those that are over but still kept. */
  readonly size: number;
  /** Allows more items than `max` until it is disposed of: for new items that are saved before others are removed. */
  allowMore(count: number): Disposable;
}

/** What `ConfigCollection.changeAtOnce` did. */
export interface ChangedAtOnce {
  /** Whether any item has changed. */
  readonly some: boolean;
  /** Stores the changed items. Call it after the other changes that are under way. @returns whether more have changed */
  readonly store: () => Promise<boolean>;
}

/**
 * The configs of a kind: those made by hand, which are documents in the store, and those of lookout.yaml, which are not.
 * Lists them in the order in which they were added; those of the file come last.
 */
export class ConfigCollection<Item extends KeptConfig> implements Iterable<Item>, Room {
  readonly #options: ConfigCollectionOptions<Item>;
  readonly #items = new Map<string, Item>();
  #allowedMore = 0;

  constructor(options: ConfigCollectionOptions<Item>) {
    this.#options = options;
  }

  /**
   * Reads the stored documents.
   * @param read returns the item of a document, or why there is none: `ignored`, or `unusable`, which is logged
   */
  async load(
    read: (id: string, data: Readonly<Record<string, unknown>>) => Item | 'ignored' | 'unusable',
  ): Promise<void> {
    const { store, collection, log } = this.#options;
    for (const document of (await store.documents({ collection })).toReversed()) {
      const data = parseDocument(document, log);
      if (data === undefined) continue;
      const { id } = document;
      const item = read(id, data);
      if (item === 'unusable') log('error', 'A stored document cannot be used by this version', { collection, id });
      else if (item !== 'ignored') this.#items.set(id, item);
    }
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return this.#items.values();
  }

  get max(): number {
    return this.#options.max;
  }

  get size(): number {
    return this.#items.size;
  }

  allowMore(count: number): Disposable {
    this.#allowedMore += count;
    return {
      [Symbol.dispose]: () => {
        this.#allowedMore -= count;
      },
    };
  }

  find(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** @throws RequestError when there is no item with this id */
  get(id: string): Item {
    const item = this.#items.get(id);
    if (item === undefined) throw this.#options.notFound(id);
    return item;
  }

  /** Gets an item that may be changed by hand. @throws RequestError when there is none, or when it is in lookout.yaml */
  editable(id: string): Item {
    const item = this.get(id);
    if (item.source === 'file') throw this.#options.inFile(item.config.name);
    return item;
  }

  /** Adds or replaces an item, and stores its document. @throws RequestError `invalid` when there are too many */
  async save(item: Item): Promise<void> {
    const { store, max, list } = this.#options;
    const { id, source } = item;
    const isNew = !this.#items.has(id);
    if (isNew && this.size >= max + this.#allowedMore) throw invalid([issueOf('tooMany', list, { max })]);
    await store.saveDocuments([this.#documentOf(item)]);
    // Lookout may have read the file again meanwhile, without this item.
    if (source !== 'file' || this.#items.has(id)) this.#items.set(id, item);
  }

  /** Removes items that were made by hand. @throws RequestError when one cannot be; then none is removed */
  async remove(ids: readonly string[]): Promise<void> {
    const { store, collection } = this.#options;
    for (const id of ids) this.editable(id);
    if (ids.length === 0) return;
    await store.saveDocuments(
      [],
      ids.map((id) => ({ collection, id })),
    );
    for (const id of ids) this.#items.delete(id);
  }

  /**
   * Changes items that were made by hand at once, because a check may end before they are stored.
   * @param next the changed item; the same item: it stays as it is
   */
  changeAtOnce(next: (item: Item) => Item): ChangedAtOnce {
    const early = new Set(this.#change(next));
    return {
      some: early.size > 0,
      store: async () => {
        // A change that was under way has stored and replaced its item without this one.
        const late = new Set(this.#change((item) => (early.has(item) ? item : next(item))));
        const changed = [...this.#items.values()].filter((item) => early.has(item) || late.has(item));
        if (changed.length > 0) await this.#options.store.saveDocuments(changed.map((item) => this.#documentOf(item)));
        return late.size > 0;
      },
    };
  }

  /** Replaces the items of lookout.yaml. Their ids are of `fileId`. */
  setFile(items: readonly Item[]): void {
    for (const [id, { source }] of this.#items) if (source === 'file') this.#items.delete(id);
    for (const item of items) this.#items.set(item.id, item);
  }

  /** @returns the changed items */
  #change(next: (item: Item) => Item): readonly Item[] {
    const changed = [...this.#items.values()].flatMap((item) => {
      const after = item.source === 'file' ? item : next(item);
      return after === item ? [] : [after];
    });
    for (const item of changed) this.#items.set(item.id, item);
    return changed;
  }

  #documentOf(item: Item): StoredDocument {
    const { collection, toDocument } = this.#options;
    const { at, data } = toDocument(item);
    return { collection, id: item.id, at, open: true, json: JSON.stringify(data) };
  }
}

/** The id of a config of lookout.yaml. @param name unique among the configs of its kind in the file */
export function fileId(name: string): string {
  return FILE + name;
}

/** Whether an id is one of `fileId`. */
export function isFileId(id: string): boolean {
  return id.startsWith(FILE);
}

/** The item with a change of its match; the same item: the match stays. */
export function withMatch<Match, Item extends { readonly config: { readonly match: Match } }>(
  item: Item,
  match: Match,
): Item {
  return match === item.config.match ? item : { ...item, config: { ...item.config, match } };
}
