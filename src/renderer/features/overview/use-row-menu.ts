import { useEffect, useMemo, useRef } from 'react';
import type { MenuEntry } from '../../components/menu.tsx';
import { useLiveStore } from '../../live/hooks.ts';
import type { Section } from './list-order.ts';
import { groupKey } from './list-rows.ts';
import { getListState } from './list-state.ts';
import { endpointEntries, endpointTitle, groupEntries, groupTitle, menuTargets } from './row-menu.ts';
import type { EndpointCommands } from './use-endpoint-commands.ts';

export interface RowMenu {
  readonly title: () => string;
  readonly entries: () => readonly MenuEntry[];
}

/** The menu of the active row, with its title and entries at the time it opens. */
export function useRowMenu(commands: EndpointCommands, sections: readonly Section[]): RowMenu {
  const store = useLiveStore();
  const shown = useRef(sections);
  useEffect(() => {
    shown.current = sections;
  });
  return useMemo(() => {
    const activeGroup = () =>
      shown.current.find(({ group }) => group !== null && groupKey(group) === getListState().active);
    return {
      title() {
        const section = activeGroup();
        if (section !== undefined) return groupTitle(section.group ?? '', section.ids);
        return endpointTitle(store, menuTargets(getListState().active ?? ''));
      },
      entries() {
        const parts = { store, commands };
        const section = activeGroup();
        if (section !== undefined) return groupEntries(section.group ?? '', section.ids, parts);
        return endpointEntries(menuTargets(getListState().active ?? ''), parts);
      },
    };
  }, [store, commands]);
}
