import type { Silence } from '../../contract/model/alert-rule.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { matches, type MatchedEndpoint } from '../../shared/endpoint-match.ts';
import type { Clock, Log } from '../ports.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store } from '../store/store.ts';

/** The collection in the store. */
const SILENCES = 'silence';

export interface SilencesOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'documents'>;
  readonly onChange: () => void;
}

/** The silences: stores them, and finds the one that includes an endpoint. */
export class Silences {
  readonly #options: SilencesOptions;
  readonly #silences = new Map<string, Silence>();

  constructor(options: SilencesOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { store, log } = this.#options;
    for (const silence of await readSilences(store, log)) this.#silences.set(silence.id, silence);
  }

  /** Those that are not over, the next to end first. */
  list(now: EpochMs): Silence[] {
    return [...this.#silences.values()].filter(({ to }) => to > now).toSorted((a, b) => a.to - b.to);
  }

  /** The silence that includes an endpoint; undefined: there is none. */
  of(endpoint: MatchedEndpoint, now: EpochMs): Silence | undefined {
    for (const silence of this.#silences.values()) {
      if (silence.to <= now) this.#silences.delete(silence.id);
      else if (matches(silence.match, endpoint)) return silence;
    }
    return undefined;
  }

  async add(match: EndpointMatch, minutes: number, reason: string): Promise<Silence> {
    const now = this.#options.clock.now();
    const silence = { id: crypto.randomUUID(), match, from: now, to: now + minutes * 60_000, reason, createdAt: now };
    await this.#options.store.saveDocuments([
      { collection: SILENCES, id: silence.id, at: silence.to, open: false, json: JSON.stringify(silence) },
    ]);
    this.#silences.set(silence.id, silence);
    this.#options.onChange();
    return silence;
  }

  async end(ids: readonly string[]): Promise<void> {
    await this.#options.store.saveDocuments(
      [],
      ids.map((id) => ({ collection: SILENCES, id })),
    );
    for (const id of ids) this.#silences.delete(id);
    this.#options.onChange();
  }
}

/** All stored silences, those that are over included. */
export async function readSilences(store: Pick<Store, 'documents'>, log: Log): Promise<readonly Silence[]> {
  const documents = await store.documents({ collection: SILENCES });
  return documents.flatMap((document) => (parseDocument(document, log) as Silence | undefined) ?? []);
}
