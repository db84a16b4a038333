import type { AlertChannel, ChannelConfig } from '../../contract/model/alert-channel.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { isRecord } from '../../shared/is-record.ts';
import { issuesWithin } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { maskSecrets } from '../check/secret-fields.ts';
import type { Log } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { readKeepingSecrets, readSealed } from '../secrets/read-with-secrets.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import type { ChannelKind } from './channel-kind.ts';
import { findChannelKind, issueKind, parseChannel, type ParsedChannel } from './channel-registry.ts';

/** The collection in the store. */
export const CHANNELS = 'channel';

/** A channel with its kind. The secrets in `config` are sealed. */
export interface UsableChannel extends AlertChannel {
  readonly kind: ChannelKind;
}

/** A channel that was read from a form or a file: each secret is in clear, as given, or sealed, as stored. */
export interface ReadChannel {
  readonly kind: ChannelKind;
  readonly config: ChannelConfig;
}

export interface ChannelListOptions {
  readonly log: Log;
  readonly store: Pick<Store, 'documents'>;
  readonly vault: Pick<ConfigVault, 'seal'>;
  readonly kinds: readonly ChannelKind[];
}

/**
 * The channels, in the order in which they were added: reads and seals them. Callers store a change before they make
 * it.
 */
export class ChannelList {
  readonly #options: ChannelListOptions;
  readonly #channels = new Map<string, UsableChannel>();

  constructor(options: ChannelListOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { store, log, kinds } = this.#options;
    const documents = await store.documents({ collection: CHANNELS });
    const stored = documents.flatMap((document) => parseDocument(document, log) ?? []) as unknown as AlertChannel[];
    for (const { id, source, config } of stored.toReversed()) {
      const kind = findChannelKind(config['kind'], kinds);
      const sealed =
        kind === undefined ? null : readSealed<ChannelConfig, ParsedChannel>(config, named(kind), this.#parse);
      if (sealed?.ok === true) this.#channels.set(id, { id, source, kind: sealed.kind, config: sealed.config });
      else log('error', 'A stored channel cannot be used by this version', { id, kind: config['kind'] });
    }
  }

  get all(): readonly UsableChannel[] {
    return [...this.#channels.values()];
  }

  find(id: string): UsableChannel | undefined {
    return this.#channels.get(id);
  }

  idOf(name: string): string | undefined {
    return this.all.find(({ config }) => config.name === name)?.id;
  }

  put(channel: UsableChannel): void {
    this.#channels.set(channel.id, channel);
  }

  delete(id: string): void {
    this.#channels.delete(id);
  }

  /**
   * Reads a channel of a form. A secret that it keeps is sealed.
   * @param id the channel that it changes; undefined: a new one
   * @throws RequestError `invalid`
   */
  read(input: unknown, id?: string): ReadChannel {
    const kind = isRecord(input) ? findChannelKind(input['kind'], this.#options.kinds) : undefined;
    const stored = id === undefined ? undefined : this.#channels.get(id);
    if (id !== undefined && stored === undefined) throw new RequestError('channelNotFound', {});
    const kept = stored !== undefined && stored.kind === kind ? stored.config : null;
    const read: ParsedChannel =
      kind === undefined || !isRecord(input)
        ? this.#parse(isRecord(input) ? input : {})
        : readKeepingSecrets<ChannelConfig, ParsedChannel>(input, named(kind), kept, this.#parse);
    if (!read.ok) throw invalid(issuesWithin('channel', read.issues));
    return read;
  }

  /** Reads a channel of lookout.yaml. @throws RequestError `invalid`, with paths such as `channels[0].url` */
  readInFile(input: unknown, index: number): ReadChannel {
    const read = parseChannel(input, this.#options.kinds);
    if (!read.ok) throw invalid(issuesWithin(`channels[${index}]`, read.issues));
    return read;
  }

  async seal(id: string, source: AlertChannel['source'], { kind, config }: ReadChannel): Promise<UsableChannel> {
    return { id, source, kind, config: await this.#options.vault.seal({ kind, config }) };
  }

  readonly #parse = (given: Readonly<Record<string, unknown>>): ParsedChannel =>
    parseChannel(given, this.#options.kinds);
}

/** As pages see it. */
export function maskedChannel({ id, source, kind, config }: UsableChannel): AlertChannel {
  return { id, source, config: maskSecrets(kind, config) };
}

export function channelDocument({ id, source, config }: UsableChannel, at: EpochMs): StoredDocument {
  return { collection: CHANNELS, id, at, open: true, json: JSON.stringify({ id, source, config }) };
}

function named(kind: ChannelKind): { readonly kind: string; readonly form: ChannelKind['form'] } {
  return { kind: issueKind(kind), form: kind.form };
}
