import { useMemo } from 'react';
import { useAllEndpoints, useHost, useSources, useSettings } from '../../live/hooks.ts';
import { navigate, useRoute } from '../../navigation/route.ts';
import { useHostWindow } from '../../live/host-window.tsx';
import { useCommand } from '../../live/use-command.ts';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { pickFile } from '../import/pick-file.ts';
import { useReadImport } from '../import/use-read-import.ts';
import { keysOpen } from '../../navigation/keys-open.ts';
import { setListState } from '../overview/list-state.ts';
import { useEndpointCommands } from '../overview/use-endpoint-commands.ts';
import { useCopyDiagnostics } from '../settings/use-copy-diagnostics.ts';
import { paletteActions, type PaletteAction, type PaletteHands } from './actions.ts';

/** What can be done now. Whatever is refused is shown as a toast. */
export function usePaletteActions(): readonly PaletteAction[] {
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
    return paletteActions({ endpoints, current, route, settings, host, sources, main }, hands);
  }, [all, route, settings, host, sources, main, hands]);
}

function useHands(main: boolean): PaletteHands {
  const commands = useEndpointCommands();
  const command = useCommand();
  const copyDiagnostics = useCopyDiagnostics();
  const readImport = useReadImport();
  return useMemo((): PaletteHands => {
    const showList = (statuses: ReadonlySet<'down'>) => {
      setListState({ text: '', group: null, statuses });
      navigate('/');
    };
    return {
      go: navigate,
      add: (form) => openEndpointDialog({ mode: 'add', form }),
      edit: (id) => openEndpointDialog({ mode: 'edit', id }),
      clone: (id) => openEndpointDialog({ mode: 'clone', id }),
      remove: (id) => {
        if (main) navigate('/');
        void commands.remove([id]);
      },
      openWindow: (id) => void commands.openWindow(id),
      check: (ids) => void commands.checkNow(ids),
      pause: (ids, until) => void commands.pause(ids, until),
      resume: (ids) => void commands.resume(ids),
      change: (settings) => void command('Could not change the setting', 'settings.update', { settings }),
      importFile: () => pickFile((file) => void readImport(file)),
      filterDown: () => showList(new Set(['down'])),
      clearFilters: () => showList(new Set()),
      showKeys: () => keysOpen.set(true),
      copyDiagnostics: () => void copyDiagnostics(),
      openLogs: () => void command('Could not open the log folder', 'host.openLogs', {}),
      openDataFolder: () => void command('Could not open the data folder', 'host.openDataFolder', {}),
    };
  }, [commands, command, copyDiagnostics, readImport, main]);
}
