import type {
  PublicStatus,
  StatusPageConfig,
  StatusPageInput,
  StatusPageView,
} from '../../contract/model/status-page.ts';
import { issueOf, issuesWithin } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { NameChanges } from '../endpoints/name-changes.ts';
import { ConfigCollection, fileId, type Room } from '../store/config-collection.ts';
import { pageAfter } from './page-after.ts';
import { PublicHistories } from './public-history.ts';
import { publicStatus, type PublicSources } from './public-status.ts';
import { readStatusPage } from './read-status-page.ts';
import { StatusPosts, type StatusPostsOptions } from './status-posts.ts';

const MAX_PAGES = 100;

export interface StatusPagesOptions extends Omit<StatusPostsOptions, 'store'>, PublicSources {}

interface StatusPage {
  readonly id: string;
  readonly source: 'hand' | 'file';
  readonly config: StatusPageConfig;
}

/** The status pages that were made by hand and those of lookout.yaml, and what they show. */
export class StatusPages {
  readonly posts: StatusPosts;
  readonly #options: StatusPagesOptions;
  readonly #serially = createSerialQueue();
  readonly #pages: ConfigCollection<StatusPage>;
  readonly #histories: PublicHistories;

  constructor(options: StatusPagesOptions) {
    this.#options = options;
    this.posts = new StatusPosts(options);
    this.#histories = new PublicHistories(options);
    this.#pages = new ConfigCollection({
      ...options,
      collection: 'statusPage',
      max: MAX_PAGES,
      list: 'statusPages',
      toDocument: ({ config }) => ({ at: options.clock.now(), data: config }),
      notFound: (id) => new RequestError('statusPageNotFound', { id }),
      inFile: (name) => new RequestError('statusPageInConfigFile', { name }),
    });
  }

  async load(): Promise<void> {
    await this.posts.load();
    await this.#pages.load((id, data) => {
      const read = readStatusPage(data);
      return read.ok ? { id, source: 'hand', config: read.config } : 'unusable';
    });
  }

  /** The pages of lookout.yaml; they replace those that it had before. */
  setFile(configs: readonly StatusPageConfig[]): void {
    this.#pages.setFile(configs.map((config) => ({ id: fileId(config.name), source: 'file', config })));
    this.#options.onChanged();
  }

  /** How many there may be. */
  get room(): Room {
    return this.#pages;
  }

  list(): StatusPageView[] {
    return [...this.#pages].map((page) => this.#view(page));
  }

  configs(): readonly StatusPageConfig[] {
    return [...this.#pages].map(({ config }) => config);
  }

  /** @param id null: a new one. @throws RequestError `invalid`, `notFound`, `readOnly` */
  save(id: string | null, input: StatusPageInput): Promise<StatusPageView> {
    return this.#serially(async () => {
      if (id !== null) this.#pages.editable(id);
      const read = readStatusPage(input);
      if (!read.ok) throw invalid(issuesWithin('page', read.issues));
      const { config } = read;
      const other = this.#named(config.name);
      if (other !== undefined && other.id !== id) {
        throw invalid([issueOf('nameTaken', 'page.name', { reason: 'page' }, { given: config.name })]);
      }
      const page: StatusPage = { id: id ?? crypto.randomUUID(), source: 'hand', config };
      await this.#pages.save(page);
      this.#options.onChanged();
      return this.#view(page);
    });
  }

  /** @throws RequestError `notFound`, `readOnly` */
  remove(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      await this.#pages.remove(ids);
      this.#options.onChanged();
    });
  }

  /** The endpoints in sections, and those with public names, follow when they are renamed. */
  followRenames(changes: NameChanges): Promise<void> {
    const following = this.#pages.changeAtOnce((page) => {
      const config = pageAfter(page.config, changes);
      return config === page.config ? page : { ...page, config };
    });
    if (following.some) this.#options.onChanged();
    return this.#serially(async () => {
      if (await following.store()) this.#options.onChanged();
    });
  }

  /** The public content of a page. @throws RequestError `notFound` */
  async public(name: string): Promise<PublicStatus> {
    const page = this.#named(name);
    if (page === undefined) throw new RequestError('statusPageNotFound', { id: name });
    return publicStatus(page.config, this.posts.list(), this.#options, this.#histories);
  }

  /** A page of lookout.yaml comes before one by hand with the same name. */
  #named(name: string): StatusPage | undefined {
    const named = [...this.#pages].filter(({ config }) => config.name === name);
    return named.find(({ source }) => source === 'file') ?? named[0];
  }

  #view({ id, source, config }: StatusPage): StatusPageView {
    const { registry } = this.#options;
    return { id, source, config, endpoints: config.sections.map(({ match }) => registry.matching(match).length) };
  }
}
