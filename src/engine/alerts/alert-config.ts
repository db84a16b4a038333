import type { AlertChannel, ChannelConfig } from '../../contract/model/alert-channel.ts';
import type { AlertRule } from '../../contract/model/alert-rule.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { issueOf, issuesWithin, pathWithin } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { Clock, Log } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { readKeepingSecrets, readSealed } from '../secrets/read-with-secrets.ts';
import { maskSecrets } from '../check/secret-fields.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { channelKinds, findChannelKind, issueKind, parseChannel, type ParsedChannel } from './channel-registry.ts';
import type { ChannelKind } from './channel-kind.ts';
import { readRule } from './rule-schema.ts';

/** The collections in the store. */
const CHANNELS = 'channel';
const RULES = 'rule';

/** A channel with its kind. The secrets in `config` are sealed. */
export interface UsableChannel extends AlertChannel {
  readonly kind: ChannelKind;
}

/** A channel that was read from a form or a file: each secret is in clear, as given, or sealed, as stored. */
export interface ReadChannel {
  readonly kind: ChannelKind;
  readonly config: ChannelConfig;
}

export interface AlertConfigOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'documents'>;
  readonly vault: ConfigVault;
  readonly kinds?: readonly ChannelKind[];
  /** A channel was saved or removed. */
  readonly onChannel: (id: string) => void;
  /** Rules changed. */
  readonly onRules: () => void;
}

/** What comes from lookout.yaml. */
export interface AlertingInput {
  readonly channels: readonly unknown[];
  readonly rules: readonly unknown[];
}

/** The channels and rules: reads, validates and stores them. Changes run one at a time. */
export class AlertConfig {
  readonly #options: AlertConfigOptions;
  readonly #kinds: readonly ChannelKind[];
  readonly #serially = createSerialQueue();
  readonly #channels = new Map<string, UsableChannel>();
  readonly #rules = new Map<string, AlertRule>();

  constructor(options: AlertConfigOptions) {
    this.#options = options;
    this.#kinds = options.kinds ?? channelKinds;
  }

  async load(): Promise<void> {
    const { store, log } = this.#options;
    const read = async (collection: string) =>
      (await store.documents({ collection })).flatMap((document) => parseDocument(document, log) ?? []);
    const [channels, rules] = (await Promise.all([read(CHANNELS), read(RULES)])) as [AlertChannel[], AlertRule[]];
    for (const { id, source, config } of channels.toReversed()) {
      const kind = findChannelKind(config['kind'], this.#kinds);
      const sealed =
        kind === undefined ? null : readSealed<ChannelConfig, ParsedChannel>(config, named(kind), this.#read);
      if (sealed?.ok === true) this.#channels.set(id, { id, source, kind: sealed.kind, config: sealed.config });
      else log('error', 'A stored channel cannot be used by this version', { id, kind: config['kind'] });
    }
    for (const { id, source, config } of rules.toReversed()) {
      const rule = readRule(config);
      if (rule.ok) this.#rules.set(id, { id, source, config: rule.config });
      else log('error', 'A stored rule cannot be used by this version', { id });
    }
  }

  /** In the order in which they were added. */
  get channels(): readonly UsableChannel[] {
    return [...this.#channels.values()];
  }

  get rules(): readonly AlertRule[] {
    return [...this.#rules.values()];
  }

  channel(id: string): UsableChannel | undefined {
    return this.#channels.get(id);
  }

  channelId(name: string): string | undefined {
    return this.channels.find(({ config }) => config.name === name)?.id;
  }

  /** As pages see it. */
  masked({ id, source, kind, config }: UsableChannel): AlertChannel {
    return { id, source, config: maskSecrets(kind, config) };
  }

  /** Reads a channel without saving it. @throws RequestError `invalid` */
  readChannel(input: unknown, id?: string): ReadChannel {
    const kind = isRecord(input) ? findChannelKind(input['kind'], this.#kinds) : undefined;
    const stored = id === undefined ? undefined : this.#channels.get(id);
    if (id !== undefined && stored === undefined) throw new RequestError('channelNotFound', {});
    const kept = stored !== undefined && stored.kind === kind ? stored.config : null;
    const read: ParsedChannel =
      kind === undefined || !isRecord(input)
        ? this.#read(isRecord(input) ? input : {})
        : readKeepingSecrets<ChannelConfig, ParsedChannel>(input, named(kind), kept, this.#read);
    if (!read.ok) throw invalid(issuesWithin('channel', read.issues));
    return read;
  }

  saveChannel(input: unknown, id?: string): Promise<UsableChannel> {
    return this.#serially(async () => {
      const before = id === undefined ? undefined : this.#editable(this.#channels, id, 'channelNotFound');
      const read = this.readChannel(input, id);
      this.#requireFreeName(read.config.name, id, 'channel', this.channels);
      await this.#options.vault.permit([read], (path) => pathWithin('channel', path));
      const channel = await this.#seal(id ?? crypto.randomUUID(), 'hand', read);
      const { name } = channel.config;
      const renamed =
        before === undefined || before.config.name === name ? [] : this.#rulesWithout(before.config.name, name);
      await this.#options.store.saveDocuments([
        channelDocument(channel, this.#options.clock.now()),
        ...renamed.map((rule) => ruleDocument(rule, this.#options.clock.now())),
      ]);
      this.#channels.set(channel.id, channel);
      for (const rule of renamed) this.#rules.set(rule.id, rule);
      this.#options.onChannel(channel.id);
      this.#options.onRules();
      return channel;
    });
  }

  removeChannels(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      for (const id of ids) {
        const { config } = this.#editable(this.#channels, id, 'channelNotFound');
        const rules = this.#rulesWithout(config.name, null);
        const now = this.#options.clock.now();
        await this.#options.store.saveDocuments(
          rules.map((rule) => ruleDocument(rule, now)),
          [{ collection: CHANNELS, id }],
        );
        for (const rule of rules) this.#rules.set(rule.id, rule);
        this.#channels.delete(id);
        this.#options.onChannel(id);
      }
      this.#options.onRules();
    });
  }

  saveRule(input: unknown, id?: string): Promise<AlertRule> {
    return this.#serially(async () => {
      if (id !== undefined) this.#editable(this.#rules, id, 'ruleNotFound');
      const config = this.#readRule(input, 'rule', new Set(this.channels.map((channel) => channel.config.name)));
      this.#requireFreeName(config.name, id, 'rule', this.rules);
      const rule: AlertRule = { id: id ?? crypto.randomUUID(), source: 'hand', config };
      await this.#options.store.saveDocuments([ruleDocument(rule, this.#options.clock.now())]);
      this.#rules.set(rule.id, rule);
      this.#options.onRules();
      return rule;
    });
  }

  removeRules(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      for (const id of ids) this.#editable(this.#rules, id, 'ruleNotFound');
      await this.#options.store.saveDocuments(
        [],
        ids.map((id) => ({ collection: RULES, id })),
      );
      for (const id of ids) this.#rules.delete(id);
      this.#options.onRules();
    });
  }

  /**
   * Makes the channels and rules from lookout.yaml equal to the input, by name. Applies all, or nothing if any is invalid.
   * @throws RequestError `invalid`, with paths such as `channels[0].url`
   */
  syncFile({ channels, rules }: AlertingInput): Promise<void> {
    return this.#serially(async () => {
      const read = channels.map((input, index) => this.#readInFile(input, index));
      const ruleConfigs = this.#readFileRules(read, rules);
      const plannedChannels = await Promise.all(
        read.map((one) => this.#seal(this.#fileId(this.channels, one.config.name), 'file', one)),
      );
      const plannedRules = ruleConfigs.map((config): AlertRule => ({
        id: this.#fileId(this.rules, config.name),
        source: 'file',
        config,
      }));
      const keep = new Set([...plannedChannels, ...plannedRules].map(({ id }) => id));
      const gone = <T extends { id: string; source: string }>(all: readonly T[]): T[] =>
        all.filter(({ id, source }) => source === 'file' && !keep.has(id));
      const [goneChannels, goneRules] = [gone(this.channels), gone(this.rules)];
      const now = this.#options.clock.now();
      await this.#options.store.saveDocuments(
        [
          ...plannedChannels.map((channel) => channelDocument(channel, now)),
          ...plannedRules.map((rule) => ruleDocument(rule, now)),
        ],
        [
          ...goneChannels.map(({ id }) => ({ collection: CHANNELS, id })),
          ...goneRules.map(({ id }) => ({ collection: RULES, id })),
        ],
      );
      for (const { id } of goneChannels) this.#channels.delete(id);
      for (const { id } of goneRules) this.#rules.delete(id);
      for (const channel of plannedChannels) this.#channels.set(channel.id, channel);
      for (const rule of plannedRules) this.#rules.set(rule.id, rule);
      for (const { id } of [...goneChannels, ...plannedChannels]) this.#options.onChannel(id);
      this.#options.onRules();
    });
  }

  /**
   * Finds out whether `syncFile` would accept the input.
   * @throws RequestError `invalid`, with paths such as `channels[0].url`
   */
  checkFile({ channels, rules }: AlertingInput): void {
    this.#readFileRules(
      channels.map((input, index) => this.#readInFile(input, index)),
      rules,
    );
  }

  #readFileRules(channels: readonly ReadChannel[], rules: readonly unknown[]): AlertRule['config'][] {
    const byHand = new Set(this.channels.flatMap(({ source, config }) => (source === 'hand' ? [config.name] : [])));
    const taken = channels.findIndex(({ config }) => byHand.has(config.name));
    if (taken >= 0) {
      const given = channels[taken]?.config.name;
      throw invalid([issueOf('nameTaken', `channels[${taken}].name`, { reason: 'channel' }, { given })]);
    }
    const names = new Set([...byHand, ...channels.map(({ config }) => config.name)]);
    return rules.map((input, index) => this.#readRule(input, `rules[${index}]`, names));
  }

  readonly #read = (given: Readonly<Record<string, unknown>>): ParsedChannel => parseChannel(given, this.#kinds);

  #readInFile(input: unknown, index: number): ReadChannel {
    const read = parseChannel(input, this.#kinds);
    if (!read.ok) throw invalid(issuesWithin(`channels[${index}]`, read.issues));
    return read;
  }

  /** The id of what the file had under this name before, or a new one. */
  #fileId(all: readonly (AlertRule | UsableChannel)[], name: string): string {
    return all.find(({ source, config }) => source === 'file' && config.name === name)?.id ?? crypto.randomUUID();
  }

  async #seal(id: string, source: AlertChannel['source'], { kind, config }: ReadChannel): Promise<UsableChannel> {
    return { id, source, kind, config: await this.#options.vault.seal({ kind, config }) };
  }

  #readRule(input: unknown, path: string, channels: ReadonlySet<string>): AlertRule['config'] {
    const read = readRule(input);
    if (!read.ok) throw invalid(issuesWithin(path, read.issues));
    const { config: data } = read;
    const lists = [{ at: 'channels', names: data.channels }].concat(
      data.steps.map((step, index) => ({ at: `steps[${index}].channels`, names: step.channels })),
    );
    const options = [...channels];
    const issues = lists.flatMap(({ at, names }) =>
      names
        .filter((name) => !channels.has(name))
        .map((name) => issueOf('noSuchChannel', pathWithin(path, at), { name, options })),
    );
    if (issues.length > 0) throw invalid(issues);
    return data;
  }

  #editable<T extends AlertRule | UsableChannel>(
    all: ReadonlyMap<string, T>,
    id: string,
    missing: 'channelNotFound' | 'ruleNotFound',
  ): T {
    const one = all.get(id);
    if (one === undefined) throw new RequestError(missing, {});
    if (one.source === 'file') throw new RequestError('alertingInConfigFile', { name: one.config.name });
    return one;
  }

  #requireFreeName(
    name: string,
    id: string | undefined,
    reason: 'channel' | 'rule',
    all: readonly (AlertRule | UsableChannel)[],
  ): void {
    if (all.some((other) => other.id !== id && other.config.name === name)) {
      throw invalid([issueOf('nameTaken', `${reason}.name`, { reason }, { given: name })]);
    }
  }

  /**
   * The rules that refer to a channel, with its new name, or without it.
   * @throws RequestError `channelInUse` when a rule of lookout.yaml is among them
   */
  #rulesWithout(before: string, after: string | null): readonly AlertRule[] {
    const renamed = (names: readonly string[]): readonly string[] =>
      names.flatMap((name) => (name === before ? (after ?? []) : name));
    const using = this.rules.filter(({ config }) =>
      [config.channels, ...config.steps.map((step) => step.channels)].flat().includes(before),
    );
    const inFile = using.filter(({ source }) => source === 'file').map(({ config }) => config.name);
    if (inFile.length > 0) throw new RequestError('channelInUse', { names: inFile });
    return using.map((rule) => ({
      ...rule,
      config: {
        ...rule.config,
        channels: renamed(rule.config.channels),
        steps: rule.config.steps.map((step) => ({ ...step, channels: renamed(step.channels) })),
      },
    }));
  }
}

function named(kind: ChannelKind): { readonly kind: string; readonly form: ChannelKind['form'] } {
  return { kind: issueKind(kind), form: kind.form };
}

function channelDocument({ id, source, config }: UsableChannel, at: EpochMs): StoredDocument {
  return { collection: CHANNELS, id, at, open: true, json: JSON.stringify({ id, source, config }) };
}

function ruleDocument(rule: AlertRule, at: EpochMs): StoredDocument {
  return { collection: RULES, id: rule.id, at, open: true, json: JSON.stringify(rule) };
}
