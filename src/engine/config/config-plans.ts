/** `lookout plan` and `lookout apply`: makes the configuration that people have set up equal to a lookout.yaml. */
import type { AppliedConfig, ConfigChanges, ConfigContent, ConfigPlan } from '../../contract/channels/config.ts';
import type { RequestFailure } from '../../contract/errors.ts';
import type { RuleConfig } from '../../contract/model/alert-rule.ts';
import { missingChannels } from '../alerts/rule-list.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { EndpointCommands } from '../endpoints/commands.ts';
import type { NameChanges } from '../endpoints/name-changes.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Clock, Log } from '../ports.ts';
import { StoreError } from '../store/store.ts';
import { comparable } from './comparable.ts';
import { createStores, type ListStores, type ListStoresOptions } from './list-stores.ts';
import { planList, type KnownEntry, type ListPlan, type PlannedList, type WantedEntry } from './plan-list.ts';
import { endpointChanges, NONE, plannedEntry, planOf, together, type Planned } from './shown-plan.ts';
import { makeRoom, refuseTooMany } from './room.ts';
import { PLANNED_LISTS, readContent, type ReadContent, type ReadItem } from './read-content.ts';

export interface ConfigPlansOptions extends ListStoresOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: EndpointRegistry;
  readonly commands: Pick<EndpointCommands, 'planConfig' | 'applyConfig'>;
}

/** An entry of a list, with its source. */
interface Wanted extends WantedEntry {
  readonly item: ReadItem;
}

/** A part of the changes, which is applied as a whole. */
interface Step {
  readonly changes: ConfigChanges;
  /** The place of the entry in the content, such as `rules[0]`; absent: issues have the whole path. */
  readonly path?: string;
  run(): Promise<unknown>;
}

/**
 * The lists in the order in which they are applied. Windows and silences are first, so that there are no alerts about
 * their endpoints; channels are before rules, which name them. Entries are removed in the opposite order.
 */
const ORDER = ['maintenance', 'silences', 'channels', 'endpoints', 'objectives', 'statusPages', 'rules'] as const;

export class ConfigPlans {
  readonly #options: ConfigPlansOptions;
  readonly #stores: ListStores;
  readonly #serially = createSerialQueue();

  constructor(options: ConfigPlansOptions) {
    this.#options = options;
    this.#stores = createStores(options);
  }

  /** @throws RequestError when `apply` would refuse it */
  plan(content: ConfigContent): Promise<ConfigPlan> {
    return this.#serially(async () => planOf(await this.#plan(content)));
  }

  /** @throws RequestError when it is refused; then nothing was changed */
  apply(content: ConfigContent): Promise<AppliedConfig> {
    return this.#serially(async () => {
      const planned = await this.#plan(content);
      const steps = this.#steps(planned, content);
      using _room = makeRoom(planned.lists, this.#stores);
      let done = NONE;
      for (const [index, step] of steps.entries()) {
        try {
          await step.run();
        } catch (error) {
          const problem = placed(this.#problemOf(error).toJSON(), step);
          const left = steps.slice(index).reduce((sum, { changes }) => together(sum, changes), NONE);
          return { ...planOf(planned), ...done, failed: { problem, left } };
        }
        done = together(done, step.changes);
      }
      return { ...planOf(planned), failed: null };
    });
  }

  async #plan(content: ConfigContent): Promise<Planned> {
    const { remove = false } = content;
    const read = await readContent(content);
    const { vault } = this.#options;
    await vault.permit(
      (read.channels ?? []).map(({ input }) => this.#stores.channels.confidential(input)),
      (path, index) => `channels[${index}].${path}`,
    );
    const endpoints = await this.#options.commands.planConfig(content.endpoints, remove);
    const lists = new Map<PlannedList, ListPlan>();
    for (const list of PLANNED_LISTS) {
      const items = read[list];
      if (items !== undefined) lists.set(list, await this.#planList(list, items, { names: endpoints.names, remove }));
    }
    refuseTooMany(lists, this.#stores);
    const channels = await this.#refuseMissingChannels(read, lists);
    await this.#refuseNeededChannels(channels, lists);
    return { endpoints, lists };
  }

  async #planList(
    list: PlannedList,
    items: readonly ReadItem[],
    { names, remove }: { readonly names: NameChanges; readonly remove: boolean },
  ): Promise<ListPlan> {
    const now = this.#options.clock.now();
    const isOver = ({ to = Infinity }: ReadItem['config']) => to <= now;
    const { registry } = this.#options;
    const nameNow = (listed: string) => registry.find(listed)?.endpoint.config.name;
    // What Lookout has follows when endpoints are renamed. A config has the new names already.
    const known = (await this.#stores[list].known()).map((one): KnownEntry => ({
      ...one,
      config: comparable(one.config, (listed) => names.follow(nameNow(listed) ?? listed)),
      over: isOver(one.config),
    }));
    const wanted = items.map((item): Wanted => ({
      item,
      config: comparable(item.config, (listed) => {
        const name = nameNow(listed);
        return name === undefined ? [listed] : names.follow(name);
      }),
      over: isOver(item.config),
    }));
    const plan = planList(wanted, known, remove);
    const [conflict] = plan.inFile;
    if (conflict !== undefined) throw this.#stores[list].inFile(conflict.config.name);
    return plan;
  }

  /**
   * @returns the channels that there will be
   * @throws RequestError `invalid` when a rule names another one
   */
  async #refuseMissingChannels({ rules = [] }: ReadContent, lists: Planned['lists']): Promise<ReadonlySet<string>> {
    const plan = lists.get('channels');
    const names = new Set((await this.#stores.channels.known()).map(({ config }) => config.name));
    for (const { config } of plan?.remove ?? []) names.delete(config.name);
    for (const { id, entry } of plan?.update ?? []) {
      const before = this.#options.alerts.config.channel(id)?.config.name;
      if (before !== undefined) names.delete(before);
      names.add(entry.config.name);
    }
    for (const { config } of plan?.create ?? []) names.add(config.name);
    // `readContent` has read them as rules.
    const issues = rules.flatMap(({ config, path }) => missingChannels(config as RuleConfig, path, names));
    if (issues.length > 0) throw invalid(issues);
    return names;
  }

  /** @throws RequestError when rules that stay use a channel that is removed, or those of the config file one that is renamed */
  async #refuseNeededChannels(channels: ReadonlySet<string>, lists: Planned['lists']): Promise<void> {
    const { remove = [], update = [] } = lists.get('channels') ?? {};
    const plan = lists.get('rules');
    const changing = new Set([...(plan?.remove ?? []), ...(plan?.update ?? [])].map(({ id }) => id));
    const staying = (await this.#stores.rules.known()).filter(({ id }) => !changing.has(id));
    const namesOf = (rules: typeof staying) => rules.map(({ config }) => config.name);
    for (const { config } of remove) {
      const { name } = config;
      const using = staying.filter((rule) => channelsOf(rule.config).includes(name) && !channels.has(name));
      if (using.length > 0) throw new RequestError('channelNeeded', { name, names: namesOf(using) });
    }
    for (const { id, entry } of update) {
      const before = this.#options.alerts.config.channel(id)?.config.name;
      if (before === undefined || before === entry.config.name) continue;
      const using = staying.filter((rule) => rule.source === 'file' && channelsOf(rule.config).includes(before));
      if (using.length > 0) throw new RequestError('channelInUse', { names: namesOf(using) });
    }
  }

  #steps({ endpoints, lists }: Planned, content: ConfigContent): readonly Step[] {
    const { remove = false } = content;
    const saves = ORDER.flatMap((list): readonly Step[] => {
      if (list === 'endpoints') {
        const { commands } = this.#options;
        return [{ changes: endpointChanges(endpoints), run: () => commands.applyConfig(content.endpoints, remove) }];
      }
      const { create = [], update = [] } = lists.get(list) ?? {};
      const store = this.#stores[list];
      return [
        ...update.map(({ id, entry, fields }): Step => ({
          changes: { ...NONE, change: [plannedEntry(list, entry, id, fields)] },
          path: itemOf(entry).path,
          run: () => store.save(itemOf(entry).input, id),
        })),
        ...create.map((entry): Step => ({
          changes: { ...NONE, add: [plannedEntry(list, entry)] },
          path: itemOf(entry).path,
          run: () => store.save(itemOf(entry).input, null),
        })),
      ];
    });
    const removals = ORDER.toReversed().flatMap((list): readonly Step[] => {
      const gone = list === 'endpoints' ? [] : (lists.get(list)?.remove ?? []);
      if (list === 'endpoints' || gone.length === 0) return [];
      const store = this.#stores[list];
      const changes = { ...NONE, remove: gone.map((entry) => plannedEntry(list, entry, entry.id)) };
      return [{ changes, run: () => store.remove(gone.map(({ id }) => id)) }];
    });
    return [...saves, ...removals];
  }

  #problemOf(error: unknown): RequestError {
    if (error instanceof RequestError) return error;
    this.#options.log('error', 'A config could not be applied', { error });
    if (error instanceof StoreError) return new RequestError('store', { problem: error.problem });
    return new RequestError('internal', {});
  }
}

/** The refusal with paths in the content: the request to save one entry has paths such as `rule.after`. */
function placed(problem: RequestFailure, { path }: Step): RequestFailure {
  if (path === undefined) return problem;
  return {
    ...problem,
    issues: problem.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^[^.[]*/u, path) })),
  };
}

/** The channels that a rule names. */
function channelsOf(config: object): readonly string[] {
  const { channels = [], steps = [] } = config as {
    readonly channels?: readonly string[];
    readonly steps?: readonly { readonly channels: readonly string[] }[];
  };
  return [...channels, ...steps.flatMap((step) => step.channels)];
}

function itemOf(entry: WantedEntry): ReadItem {
  return (entry as Wanted).item;
}
