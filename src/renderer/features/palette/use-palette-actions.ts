import { useMemo } from 'react';
import { useAllEndpoints, useHost, useSources, useSettings } from '../../live/hooks.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { toast } from '../../components/toast.tsx';
import { undoLast } from '../../components/undo.ts';
import { copyText } from '../../live/copy-text.ts';
import { navigate, pathOf, useRoute } from '../../navigation/route.ts';
import { useHostWindow } from '../../live/host-window.tsx';
import { useCommand } from '../../live/use-command.ts';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { pickFiles, pickFolder } from '../import/pick-file.ts';
import { useReadImport } from '../import/use-read-import.ts';
import { keysOpen } from '../../navigation/keys-open.ts';
import { NO_FILTERS, getListState, setListState } from '../overview/list-state.ts';
import { useEndpointCommands } from '../overview/use-endpoint-commands.ts';
import { useCopyDiagnostics } from '../settings/use-copy-diagnostics.ts';
import { paletteActions, type PaletteAction, type PaletteHands } from './actions.ts';
import { endpointActions, type EndpointAction } from './endpoint-actions.ts';

export interface PaletteActions {
  readonly actions: readonly PaletteAction[];
  /** Returns the actions on an endpoint. */
  readonly actionsOf: (endpoint: Endpoint) => readonly EndpointAction[];
  readonly open: (id: string) => void;
}

/** The commands that are available now. A refusal is shown as a toast. */
export function usePaletteActions(): PaletteActions {
  const all = useAllEndpoints();
  const route = useRoute();
  const settings = useSettings();
  const host = useHost();
  const sources = useSources();
  const { main } = useHostWindow();
  const hands = useHands(main);
  return useMemo(() => {
    const endpoints = [...all.values()].map((view) => view.endpoint);
    const current = route.name === 'endpoint' ? (all.get(route.id)?.endpoint ?? null) : null;
    const chosen = route.name === 'overview' ? [...getListState().selection.ids] : [];
    const selected = chosen.flatMap((id) => all.get(id)?.endpoint ?? []);
    const context = { host, sources, main };
    return {
      actions: paletteActions({ ...context, endpoints, current, selected, route, settings }, hands),
      actionsOf: (endpoint: Endpoint) => endpointActions(endpoint, context, hands),
      open: hands.open,
    };
  }, [all, route, settings, host, sources, main, hands]);
}

function useHands(main: boolean): PaletteHands {
  const commands = useEndpointCommands();
  const command = useCommand();
  const copyDiagnostics = useCopyDiagnostics();
  const readImport = useReadImport();
  return useMemo((): PaletteHands => {
    const showList = (statuses: ReadonlySet<'down'>) => {
      setListState({ ...NO_FILTERS, statuses });
      navigate('/');
    };
    return {
      go: navigate,
      add: (form) => openEndpointDialog({ mode: 'add', form }),
      open: (id) => {
        // A window of one endpoint keeps showing it.
        if (main) navigate(pathOf({ name: 'endpoint', id }));
        else void commands.openWindow(id);
      },
      copyTarget: ({ target }) => void copyText(target, 'Target copied'),
      showGroup: (group) => {
        setListState({ ...NO_FILTERS, group });
        navigate('/');
      },
      removeAll: (ids) => void commands.remove(ids),
      undo: () => {
        if (!undoLast()) toast({ title: 'Nothing to undo' });
      },
      edit: (id) => openEndpointDialog({ mode: 'edit', id }),
      clone: (id) => openEndpointDialog({ mode: 'clone', id }),
      remove: (id) => {
        if (main && location.hash === `#${pathOf({ name: 'endpoint', id })}`) navigate('/');
        void commands.remove([id]);
      },
      openWindow: (id) => void commands.openWindow(id),
      check: (ids) => void commands.checkNow(ids),
      pause: (ids, until) => void commands.pause(ids, until),
      startMaintenance: (ids, minutes) => void commands.startMaintenance(ids, minutes),
      acknowledge: (ids) => void commands.acknowledge(ids),
      acknowledgeUntil: (ids) => commands.acknowledgeUntil(ids),
      silence: (ids, minutes) => void commands.silence(ids, minutes),
      resume: (ids) => void commands.resume(ids),
      change: (settings) => void command('Could not change the setting', 'settings.update', { settings }),
      startDemo: () => void commands.startDemo(),
      removeDemo: () => void commands.removeDemo(),
      importFile: () => pickFiles((pick) => void readImport(pick)),
      importFolder: () => pickFolder((pick) => void readImport(pick)),
      filterDown: () => showList(new Set(['down'])),
      clearFilters: () => showList(new Set()),
      showKeys: () => keysOpen.set(true),
      copyDiagnostics: () => void copyDiagnostics(),
      openLogs: () => void command('Could not open the log folder', 'host.openLogs', {}),
      openDataFolder: () => void command('Could not open the data folder', 'host.openDataFolder', {}),
    };
  }, [commands, command, copyDiagnostics, readImport, main]);
}
