import {
  AppWindow,
  Clock,
  Copy,
  FlaskConical,
  Link2,
  Pause,
  Pencil,
  Play,
  SquareArrowOutUpRight,
  Trash2,
} from 'lucide-react';
import { useCallback } from 'react';
import { capabilitiesOf } from '../../../shared/endpoint-id.ts';
import type { MenuEntry } from '../../components/menu.tsx';
import { copyText } from '../../live/copy-text.ts';
import { useLiveStore } from '../../live/hooks.ts';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { navigate, pathOf } from '../../navigation/route.ts';
import { getListState } from './list-state.ts';
import type { EndpointCommands } from './use-endpoint-commands.ts';

const HOUR_MS = 3_600_000;

/** The menu of the active row, as of the moment it opens; it acts on all selected rows when the active one is among them. */
export function useRowMenu(commands: EndpointCommands): () => readonly MenuEntry[] {
  const store = useLiveStore();
  return useCallback((): readonly MenuEntry[] => {
    const { active, selection } = getListState();
    const endpoint = active === null ? undefined : store.getState()?.endpoints.get(active)?.endpoint;
    if (endpoint === undefined) return [];
    const { id, paused, source, target } = endpoint;
    const can = capabilitiesOf(store.getState()?.sources ?? [], id);
    const many = selection.ids.has(id) && selection.ids.size > 1;
    const those = many ? [...selection.ids] : [id];
    const all = many ? ` ${those.length}` : '';
    return [
      {
        label: 'Open',
        icon: SquareArrowOutUpRight,
        shortcut: 'Enter',
        onSelect: () => navigate(pathOf({ name: 'endpoint', id })),
      },
      ...(store.getState()?.host.features.includes('windows') === true
        ? [{ label: 'Open in its own window', icon: AppWindow, onSelect: () => void commands.openWindow(id) }]
        : []),
      {
        label: `Check${all} now`,
        icon: FlaskConical,
        shortcut: 'c',
        disabled: !can.checkNow,
        onSelect: () => void commands.checkNow(those),
      },
      {
        label: `${paused ? 'Resume' : 'Pause'}${all}`,
        icon: paused ? Play : Pause,
        shortcut: 'p',
        disabled: !can.pause,
        onSelect: () => void (paused ? commands.resume(those) : commands.pause(those)),
      },
      ...(paused
        ? []
        : [
            {
              label: `Pause${all} for 1 hour`,
              icon: Clock,
              disabled: !can.pause,
              onSelect: () => void commands.pause(those, Date.now() + HOUR_MS),
            },
          ]),
      'separator',
      {
        label: source === 'file' ? 'Edit (in lookout.yaml)' : 'Edit',
        icon: Pencil,
        shortcut: 'e',
        disabled: source === 'file' || !can.edit,
        onSelect: () => openEndpointDialog({ mode: 'edit', id }),
      },
      {
        label: 'Clone',
        icon: Copy,
        disabled: !can.edit,
        onSelect: () => openEndpointDialog({ mode: 'clone', id }),
      },
      { label: 'Copy target', icon: Link2, onSelect: () => void copyText(target, 'Target copied') },
      'separator',
      {
        label: `Delete${all}`,
        icon: Trash2,
        shortcut: 'Del',
        danger: true,
        disabled: (source === 'file' && !many) || !can.edit,
        onSelect: () => void commands.remove(those),
      },
    ];
  }, [store, commands]);
}
