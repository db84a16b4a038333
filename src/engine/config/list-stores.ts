/** Reads and changes the lists of lookout.yaml where Lookout keeps them: one interface for all but the endpoints. */
import { parseChannel } from '../alerts/channel-registry.ts';
import { RequestError } from '../base/request-error.ts';
import { SecretError } from '../secrets/secret-error.ts';
import type { Confidential, ConfigVault } from '../secrets/config-vault.ts';
import type { UsableChannel } from '../alerts/channel-list.ts';
import type { ChannelConfig } from '../../contract/model/alert-channel.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { MaintenanceWindows } from '../endpoints/maintenance-windows.ts';
import type { Objectives } from '../history/objectives.ts';
import type { StatusPages } from '../status-pages/status-pages.ts';
import type { Room } from '../store/config-collection.ts';
import type { PlannedList } from './plan-list.ts';

export interface ListStoresOptions {
  readonly vault: ConfigVault;
  readonly maintenance: MaintenanceWindows;
  readonly objectives: Objectives;
  readonly statusPages: StatusPages;
  readonly alerts: Alerts;
}

/** An entry that Lookout has. */
export interface StoredEntry {
  readonly id: string;
  readonly source: 'hand' | 'file';
  /** Secrets are in clear. */
  readonly config: { readonly name: string; readonly to?: number };
}

export interface ListStore {
  /** How many entries there may be; null: there is no limit. */
  readonly room: Room | null;
  /** In the order in which they were added. */
  known(): Promise<readonly StoredEntry[]>;
  /** @param input as it is in lookout.yaml. @param id null: a new one. @throws RequestError */
  save(input: object, id: string | null): Promise<unknown>;
  /** @throws RequestError */
  remove(ids: readonly string[]): Promise<unknown>;
  /** The refusal to change what Lookout has from its own config file. */
  inFile(name: string): RequestError;
}

interface ChannelStore extends ListStore {
  /** The channel with its kind, which says what is secret. */
  confidential(input: object): Confidential<ChannelConfig>;
}

export type ListStores = Readonly<Record<Exclude<PlannedList, 'channels'>, ListStore>> & {
  readonly channels: ChannelStore;
};

export function createStores({ vault, maintenance, objectives, statusPages, alerts }: ListStoresOptions): ListStores {
  const { config, silences } = alerts;

  async function openChannel({ id, source, kind, config: sealed }: UsableChannel): Promise<StoredEntry> {
    try {
      return { id, source, config: { ...(await vault.open({ kind, config: sealed })) } };
    } catch (error) {
      // It differs from every entry, so that a new secret replaces it.
      if (error instanceof SecretError) return { id, source, config: { ...sealed } };
      throw error;
    }
  }

  return {
    maintenance: {
      room: maintenance.room,
      known: () => Promise.resolve(maintenance.list()),
      save: (window, id) => maintenance.save(id, window),
      remove: (ids) => maintenance.remove(ids),
      inFile: (name) => new RequestError('windowInConfigFile', { name }),
    },
    silences: {
      room: silences.room,
      known: () => Promise.resolve(silences.list()),
      save: (silence, id) => silences.save(id, silence),
      remove: (ids) => silences.remove(ids),
      inFile: (name) => new RequestError('silenceInConfigFile', { name }),
    },
    objectives: {
      room: objectives.room,
      known: () =>
        Promise.resolve(
          objectives.kept().map(({ id, source, config: one }) => ({
            id,
            source: source === 'file' ? 'file' : 'hand',
            config: one,
          })),
        ),
      save: (objective, id) => objectives.save(id, objective),
      remove: (ids) => objectives.remove(ids),
      inFile: (name) => new RequestError('objectiveInConfigFile', { name }),
    },
    statusPages: {
      room: statusPages.room,
      known: () => Promise.resolve(statusPages.list()),
      save: (page, id) => statusPages.save(id, page),
      remove: (ids) => statusPages.remove(ids),
      inFile: (name) => new RequestError('statusPageInConfigFile', { name }),
    },
    channels: {
      room: null,
      known: () => Promise.all(config.channels.map(openChannel)),
      save: (channel, id) => config.saveChannel(channel, id ?? undefined),
      remove: (ids) => config.removeChannels(ids),
      inFile: (name) => new RequestError('alertingInConfigFile', { name }),
      confidential(input) {
        const read = parseChannel(input);
        if (!read.ok) throw new TypeError('Expected a valid channel');
        return read;
      },
    },
    rules: {
      room: null,
      known: () => Promise.resolve(config.rules),
      save: (rule, id) => config.saveRule(rule, id ?? undefined),
      remove: (ids) => config.removeRules(ids),
      inFile: (name) => new RequestError('alertingInConfigFile', { name }),
    },
  };
}
