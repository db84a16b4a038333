import type { AlertRule, RuleConfig } from '../../contract/model/alert-rule.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { issueOf, issuesWithin, pathWithin } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import type { Log } from '../ports.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { readRule } from './rule-schema.ts';

/** The collection in the store. */
export const RULES = 'rule';

export interface RuleListOptions {
  readonly log: Log;
  readonly store: Pick<Store, 'documents'>;
}

/** The rules, in the order in which they were added. Callers store a change before they make it. */
export class RuleList {
  readonly #options: RuleListOptions;
  readonly #rules = new Map<string, AlertRule>();

  constructor(options: RuleListOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { store, log } = this.#options;
    const documents = await store.documents({ collection: RULES });
    const stored = documents.flatMap((document) => parseDocument(document, log) ?? []) as unknown as AlertRule[];
    for (const { id, source, config } of stored.toReversed()) {
      const rule = readRule(config);
      if (rule.ok) this.#rules.set(id, { id, source, config: rule.config });
      else log('error', 'A stored rule cannot be used by this version', { id });
    }
  }

  get all(): readonly AlertRule[] {
    return [...this.#rules.values()];
  }

  put(rule: AlertRule): void {
    this.#rules.set(rule.id, rule);
  }

  delete(id: string): void {
    this.#rules.delete(id);
  }

  /**
   * The rules that refer to a channel, with its new name, or without it.
   * @param after the new name; null: the channel is removed
   * @throws RequestError `channelInUse` when a rule of lookout.yaml is among them
   */
  withoutChannel(before: string, after: string | null): readonly AlertRule[] {
    const renamed = (names: readonly string[]): readonly string[] =>
      names.flatMap((name) => (name === before ? (after ?? []) : name));
    const using = this.all.filter(({ config }) =>
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

/**
 * Reads a rule.
 * @param path where it is, such as `rules[0]`
 * @param channels the names of the existing channels
 * @throws RequestError `invalid`, also when it names another channel
 */
export function readRuleFor(input: unknown, path: string, channels: ReadonlySet<string>): RuleConfig {
  const read = readRule(input);
  if (!read.ok) throw invalid(issuesWithin(path, read.issues));
  const { config } = read;
  const issues = missingChannels(config, path, channels);
  if (issues.length > 0) throw invalid(issues);
  return config;
}

/**
 * An issue for each channel that a rule names and that does not exist.
 * @param path where the rule is
 * @param channels the names of the existing channels
 */
export function missingChannels(
  { channels: own, steps }: Pick<RuleConfig, 'channels' | 'steps'>,
  path: string,
  channels: ReadonlySet<string>,
): readonly Issue[] {
  const lists = [
    { at: 'channels', names: own },
    ...steps.map((step, index) => ({ at: `steps[${index}].channels`, names: step.channels })),
  ];
  const options = [...channels];
  return lists.flatMap(({ at, names }) =>
    names
      .filter((name) => !channels.has(name))
      .map((name) => issueOf('noSuchChannel', pathWithin(path, at), { name, options })),
  );
}

export function ruleDocument(rule: AlertRule, at: EpochMs): StoredDocument {
  return { collection: RULES, id: rule.id, at, open: true, json: JSON.stringify(rule) };
}
