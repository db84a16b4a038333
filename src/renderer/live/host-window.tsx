/** The window that contains this page, on hosts with windows: the main window, or one that shows a single endpoint. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { HostWindow } from '../../contract/channels/host.ts';
import { useHost, useRequest } from './hooks.ts';
import { useCommand, useToastRefusal } from './use-command.ts';

export interface OwnWindow extends HostWindow {
  readonly keepOnTop: (alwaysOnTop: boolean) => Promise<void>;
}

/** A browser tab: it offers everything, and cannot be kept on top. */
const TAB: OwnWindow = { main: true, alwaysOnTop: false, keepOnTop: async () => {} };
const HostWindowContext = createContext<OwnWindow>(TAB);

export function useHostWindow(): OwnWindow {
  return useContext(HostWindowContext);
}

export interface HostWindowProviderProps {
  /** Shown until the window is known, so that the sidebar does not appear and disappear. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

export function HostWindowProvider({ fallback, children }: HostWindowProviderProps) {
  const { features } = useHost();
  const request = useRequest();
  const command = useCommand();
  const toastRefusal = useToastRefusal();
  const asks = features.includes('windows');
  const [known, setKnown] = useState<HostWindow | null>(asks ? null : TAB);

  useEffect(() => {
    if (!asks) return;
    let wanted = true;
    request('host.window', {}).then(
      (answer) => wanted && setKnown(answer),
      (error: unknown) => {
        toastRefusal('Could not read the state of the window', error);
        if (wanted) setKnown(TAB);
      },
    );
    return () => {
      wanted = false;
    };
  }, [asks, request, toastRefusal]);

  const keepOnTop = useCallback(
    async (alwaysOnTop: boolean) => {
      const answer = await command('Could not change the window', 'host.keepOnTop', { alwaysOnTop });
      if (answer !== undefined) setKnown(answer);
    },
    [command],
  );
  const value = useMemo(() => (known === null ? null : { ...known, keepOnTop }), [known, keepOnTop]);
  return value === null ? fallback : <HostWindowContext value={value}>{children}</HostWindowContext>;
}
