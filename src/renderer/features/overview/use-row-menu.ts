import { useEffect, useMemo, useRef } from 'react';
import type { MenuEntry } from '../../components/menu.tsx';
import { useLiveStore } from '../../live/hooks.ts';
import { groupKey } from './list-rows.ts';
import { getListState } from './list-state.ts';
import { endpointEntries, endpointTitle, groupEntries, groupTitle, menuTargets, type MenuGroup } from './row-menu.ts';
import type { EndpointCommands } from './use-endpoint-commands.ts';
import type { ShownList } from './use-list-rows.ts';

export interface RowMenu {
  readonly title: () => string;
  readonly entries: () => readonly MenuEntry[];
}

/** The menu of the active row, with its title and entries at the time it opens. */
export function useRowMenu(
  commands: EndpointCommands,
  { groupBy, sections }: Pick<ShownList, 'groupBy' | 'sections'>,
): RowMenu {
  const store = useLiveStore();
  const shown = useRef({ groupBy, sections });
  useEffect(() => {
    shown.current = { groupBy, sections };
  });
  return useMemo(() => {
    const parts = { store, commands };
    const activeGroup = (): MenuGroup | null => {
      const { active } = getListState();
      const by = shown.current.groupBy ?? 'group';
      for (const { group, ids } of shown.current.sections) {
        if (group !== null && groupKey(by, group) === active) return { by, group, ids };
      }
      return null;
    };
    const targets = () => menuTargets(getListState().active ?? '');
    return {
      title() {
        const group = activeGroup();
        return group === null ? endpointTitle(store, targets()) : groupTitle(group, parts);
      },
      entries() {
        const group = activeGroup();
        return group === null ? endpointEntries(targets(), parts) : groupEntries(group, parts);
      },
    };
  }, [store, commands]);
}
