import type { AlertRule, RuleConfig } from '../../contract/model/alert-rule.ts';
import { issueOf, pathWithin } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { matchAfter, type NameChanges } from '../endpoints/name-changes.ts';
import type { Clock, Log } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { withMatch } from '../store/config-collection.ts';
import type { Store } from '../store/store.ts';
import { channelDocument, ChannelList, CHANNELS, type ReadChannel, type UsableChannel } from './channel-list.ts';
import { channelKinds } from './channel-registry.ts';
import type { ChannelKind } from './channel-kind.ts';
import { editable, fileId, requireFreeName, type Configured } from './configured.ts';
import { readRuleFor, ruleDocument, RuleList, RULES } from './rule-list.ts';

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

/** Changes channels and rules: validates each change, stores it, then applies it. Changes run one at a time. */
export class AlertConfig {
  readonly #options: AlertConfigOptions;
  readonly #serially = createSerialQueue();
  readonly #channels: ChannelList;
  readonly #rules: RuleList;

  constructor(options: AlertConfigOptions) {
    this.#options = options;
    this.#channels = new ChannelList({ ...options, kinds: options.kinds ?? channelKinds });
    this.#rules = new RuleList(options);
  }

  async load(): Promise<void> {
    await Promise.all([this.#channels.load(), this.#rules.load()]);
  }

  /** In the order in which they were added. */
  get channels(): readonly UsableChannel[] {
    return this.#channels.all;
  }

  get rules(): readonly AlertRule[] {
    return this.#rules.all;
  }

  channel(id: string): UsableChannel | undefined {
    return this.#channels.find(id);
  }

  channelId(name: string): string | undefined {
    return this.#channels.idOf(name);
  }

  /** Reads a channel without saving it. @throws RequestError `invalid` */
  readChannel(input: unknown, id?: string): ReadChannel {
    return this.#channels.read(input, id);
  }

  saveChannel(input: unknown, id?: string): Promise<UsableChannel> {
    return this.#serially(async () => {
      const before = id === undefined ? undefined : editable(this.channels, id, 'channelNotFound');
      const read = this.readChannel(input, id);
      requireFreeName(read.config.name, id, 'channel', this.channels);
      await this.#options.vault.permit([read], (path) => pathWithin('channel', path));
      const channel = await this.#channels.seal(id ?? crypto.randomUUID(), 'hand', read);
      const { name } = channel.config;
      const isRenamed = before !== undefined && before.config.name !== name;
      const renamed = isRenamed ? this.#rules.withoutChannel(before.config.name, name) : [];
      const now = this.#options.clock.now();
      await this.#options.store.saveDocuments([
        channelDocument(channel, now),
        ...renamed.map((rule) => ruleDocument(rule, now)),
      ]);
      this.#channels.put(channel);
      for (const rule of renamed) this.#rules.put(rule);
      this.#options.onChannel(channel.id);
      this.#options.onRules();
      return channel;
    });
  }

  removeChannels(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      for (const id of ids) {
        const { config } = editable(this.channels, id, 'channelNotFound');
        const rules = this.#rules.withoutChannel(config.name, null);
        const now = this.#options.clock.now();
        await this.#options.store.saveDocuments(
          rules.map((rule) => ruleDocument(rule, now)),
          [{ collection: CHANNELS, id }],
        );
        for (const rule of rules) this.#rules.put(rule);
        this.#channels.delete(id);
        this.#options.onChannel(id);
      }
      this.#options.onRules();
    });
  }

  /** Reads a rule without saving it. @throws RequestError `invalid`, `ruleNotFound` */
  readRule(input: unknown, id?: string): AlertRule['config'] {
    if (id !== undefined && !this.rules.some((rule) => rule.id === id)) throw new RequestError('ruleNotFound', {});
    return readRuleFor(input, 'rule', new Set(this.channels.map((channel) => channel.config.name)));
  }

  saveRule(input: unknown, id?: string): Promise<AlertRule> {
    return this.#serially(async () => {
      if (id !== undefined) editable(this.rules, id, 'ruleNotFound');
      const config = this.readRule(input);
      requireFreeName(config.name, id, 'rule', this.rules);
      const rule: AlertRule = { id: id ?? crypto.randomUUID(), source: 'hand', config };
      await this.#options.store.saveDocuments([ruleDocument(rule, this.#options.clock.now())]);
      this.#rules.put(rule);
      this.#options.onRules();
      return rule;
    });
  }

  removeRules(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      for (const id of ids) editable(this.rules, id, 'ruleNotFound');
      await this.#options.store.saveDocuments([], inCollection(RULES, ids));
      for (const id of ids) this.#rules.delete(id);
      this.#options.onRules();
    });
  }

  /**
   * Updates the lists of endpoints in rules that were made by hand after a rename: at once, because otherwise their
   * alerts would end.
   */
  followRenames(changes: NameChanges): Promise<void> {
    const early = new Set(this.#followIn(this.rules, changes));
    return this.#serially(async () => {
      // A change that was under way has stored and replaced its rule without the new names.
      const replaced = this.rules.filter((rule) => !early.has(rule));
      const late = new Set(this.#followIn(replaced, changes));
      const renamed = this.rules.filter((rule) => early.has(rule) || late.has(rule));
      if (renamed.length === 0) return;
      const now = this.#options.clock.now();
      await this.#options.store.saveDocuments(renamed.map((rule) => ruleDocument(rule, now)));
    });
  }

  /**
   * Makes the channels and rules from lookout.yaml equal to the input, by name. Applies all, or nothing if any is invalid.
   * @throws RequestError `invalid`, with paths such as `channels[0].url`
   */
  syncFile(input: AlertingInput): Promise<void> {
    return this.#serially(async () => {
      const read = this.#readFile(input);
      const channels = await Promise.all(
        read.channels.map((one) => this.#channels.seal(fileId(this.channels, one.config.name), 'file', one)),
      );
      const rules = read.rules.map((config): AlertRule => ({
        id: fileId(this.rules, config.name),
        source: 'file',
        config,
      }));
      const goneChannels = goneFrom(this.channels, channels);
      const goneRules = goneFrom(this.rules, rules);
      const now = this.#options.clock.now();
      await this.#options.store.saveDocuments(
        [...channels.map((channel) => channelDocument(channel, now)), ...rules.map((rule) => ruleDocument(rule, now))],
        [...inCollection(CHANNELS, goneChannels), ...inCollection(RULES, goneRules)],
      );
      for (const id of goneChannels) this.#channels.delete(id);
      for (const id of goneRules) this.#rules.delete(id);
      for (const channel of channels) this.#channels.put(channel);
      for (const rule of rules) this.#rules.put(rule);
      for (const id of [...goneChannels, ...channels.map((channel) => channel.id)]) this.#options.onChannel(id);
      this.#options.onRules();
    });
  }

  /**
   * Finds out whether `syncFile` would accept the input.
   * @throws RequestError `invalid`, with paths such as `channels[0].url`
   */
  checkFile(input: AlertingInput): void {
    this.#readFile(input);
  }

  /** @returns the changed rules */
  #followIn(rules: readonly AlertRule[], changes: NameChanges): readonly AlertRule[] {
    const renamed = rules
      .filter(({ source }) => source === 'hand')
      .map((rule) => ({ rule, after: withMatch(rule, matchAfter(rule.config.match, changes)) }))
      .flatMap(({ rule, after }) => (after === rule ? [] : [after]));
    for (const rule of renamed) this.#rules.put(rule);
    if (renamed.length > 0) this.#options.onRules();
    return renamed;
  }

  #readFile(input: AlertingInput): {
    readonly channels: readonly ReadChannel[];
    readonly rules: readonly RuleConfig[];
  } {
    const channels = input.channels.map((one, index) => this.#channels.readInFile(one, index));
    const byHand = new Set(this.channels.flatMap(({ source, config }) => (source === 'hand' ? [config.name] : [])));
    const taken = channels.findIndex(({ config }) => byHand.has(config.name));
    if (taken >= 0) {
      const given = channels[taken]?.config.name;
      throw invalid([issueOf('nameTaken', `channels[${taken}].name`, { reason: 'channel' }, { given })]);
    }
    const names = new Set([...byHand, ...channels.map(({ config }) => config.name)]);
    return { channels, rules: input.rules.map((one, index) => readRuleFor(one, `rules[${index}]`, names)) };
  }
}

/** The ids of those from the file that it no longer has. */
function goneFrom(all: readonly Configured[], kept: readonly Configured[]): readonly string[] {
  const ids = new Set(kept.map(({ id }) => id));
  return all.filter(({ id, source }) => source === 'file' && !ids.has(id)).map(({ id }) => id);
}

function inCollection(
  collection: string,
  ids: readonly string[],
): readonly { readonly collection: string; readonly id: string }[] {
  return ids.map((id) => ({ collection, id }));
}
