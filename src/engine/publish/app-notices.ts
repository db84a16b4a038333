import type { Notice } from '../../contract/model/notices.ts';
import type { Message } from '../../contract/model/text.ts';
import { problemOf } from '../base/problem-error.ts';
import type { Unusable } from '../endpoints/load-endpoints.ts';
import type { Log } from '../ports.ts';
import type { Replaced } from '../store/backup/data-replacement.ts';

/** What every page shows until it is over. */
export interface AppNotices {
  /** One that is not active ends the one with its id. */
  set(notice: Notice): void;
  /** Those that are active. */
  list(): readonly Notice[];
}

/** @param onSet called with each new or changed notice, and when one is over */
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
  /** @param replaced null: the data was not damaged */
  replaced(replaced: Replaced | null): void;
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
    replaced(replaced) {
      if (replaced === null) return;
      const params = { backup: replaced.from.name, aside: replaced.aside };
      setNotice({ id: 'data', level: 'error', code: 'data.replaced', params, active: true });
    },
    unusable(unusable) {
      for (const { endpoint, issues } of unusable) {
        log('error', `“${endpoint.config.name}” cannot be checked by this version`, { id: endpoint.id, issues });
      }
      setNotice(unusableNotice(unusable));
    },
  };
}

/** Checks continue while history cannot be written. @param problem of `StoreStats` */
export function storeNotice(problem: Message | null): Notice {
  return {
    id: 'store',
    level: 'error',
    code: 'history.notSaved',
    ...(problem === null ? {} : { params: { problem } }),
    active: problem !== null,
  };
}

/** @param names of the settings that could not be read */
export function damagedNotice(names: readonly string[]): Notice {
  return { id: 'settings', level: 'warning', code: 'settings.damaged', params: { names }, active: names.length > 0 };
}

/** At most this many endpoints are named. */
const MAX_NAMES = 5;

export function unusableNotice(unusable: readonly Unusable[]): Notice {
  const problems = unusable
    .slice(0, MAX_NAMES)
    .map(({ endpoint: { config }, issues: [problem] }) =>
      problemOf('endpoint.unusable', { name: config.name, problem }),
    );
  const params = { count: unusable.length, problems };
  return { id: 'unusable', level: 'error', code: 'endpoints.unusable', params, active: unusable.length > 0 };
}
