import type { Notice } from '../../contract/model/notices.ts';
import type { Unusable } from '../endpoints/commands.ts';
import type { Log } from '../ports.ts';

/** What every page shows until it is over. */
export interface AppNotices {
  /** One that is not active ends the one with its id. */
  set(notice: Notice): void;
  /** Those that are active. */
  list(): readonly Notice[];
}

/** @param onSet told of what is new, and of what is over */
export function createAppNotices(onSet: (notice: Notice) => void): AppNotices {
  const active = new Map<string, Notice>();
  return {
    set(notice) {
      if (notice.active) active.set(notice.id, notice);
      else if (!active.delete(notice.id)) return;
      onSet(notice);
    },
    list: () => [...active.values()],
  };
}

/** What a start found wrong with the stored data. */
export interface StartNotices {
  /** @param names of the settings that could not be read */
  damagedSettings(names: readonly string[]): void;
  unusable(unusable: readonly Unusable[]): void;
}

export function createStartNotices({
  log,
  setNotice,
}: {
  readonly log: Log;
  readonly setNotice: (notice: Notice) => void;
}): StartNotices {
  return {
    damagedSettings(names) {
      if (names.length === 0) return;
      log('error', 'Settings could not be read and have their defaults', { names });
      setNotice(damagedNotice(names));
    },
    unusable(unusable) {
      for (const { endpoint, issues } of unusable) {
        log('error', `“${endpoint.config.name}” cannot be checked by this version`, { id: endpoint.id, issues });
      }
      setNotice(unusableNotice(unusable));
    },
  };
}

/**
 * Told to the person while history cannot be written: checks go on all the same.
 * @param problem of `StoreStats`
 */
export function storeNotice(problem: string | null): Notice {
  return {
    id: 'store',
    level: 'error',
    title: 'History is not being saved',
    body: `${problem ?? ''}\nChecks go on. Their results wait in memory and are written as soon as that works again.`,
    active: problem !== null,
  };
}

/** @param names of the settings that could not be read */
export function damagedNotice(names: readonly string[]): Notice {
  return {
    id: 'settings',
    level: 'warning',
    title: 'Some settings could not be read',
    body: `What was kept of these is not valid, so they have their defaults: ${names.join(', ')}.`,
    active: names.length > 0,
  };
}

/** Names the first five. */
export function unusableNotice(unusable: readonly Unusable[]): Notice {
  const lines = unusable.map(({ endpoint, issues }) => `${endpoint.config.name}: ${issues[0]?.message ?? ''}`);
  return {
    id: 'unusable',
    level: 'error',
    title: unusable.length === 1 ? 'An endpoint cannot be checked' : `${unusable.length} endpoints cannot be checked`,
    body: lines.slice(0, 5).join('\n'),
    active: unusable.length > 0,
  };
}
