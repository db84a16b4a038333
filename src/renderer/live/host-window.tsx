/** The window that this page is in, where its host has windows: the main one, or one that shows a single endpoint. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { HostWindow } from '../../contract/channels/host.ts';
import { useHost, useRequest } from './hooks.ts';
import { toastError, useCommand } from './use-command.ts';

export interface OwnWindow extends HostWindow {
  readonly keepOnTop: (alwaysOnTop: boolean) => Promise<void>;
}

/** A tab of a browser: everything is offered in it, and it cannot be kept on top. */
const TAB: OwnWindow = { main: true, alwaysOnTop: false, keepOnTop: async () => {} };
const HostWindowContext = createContext<OwnWindow>(TAB);

export function useHostWindow(): OwnWindow {
  return useContext(HostWindowContext);
}

export interface HostWindowProviderProps {
  /** In place of the rest until it is known which window this is, so that no sidebar is seen and goes. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

export function HostWindowProvider({ fallback, children }: HostWindowProviderProps) {
  const { features } = useHost();
  const request = useRequest();
  const command = useCommand();
  const asks = features.includes('windows');
  const [known, setKnown] = useState<HostWindow | null>(asks ? null : TAB);

  useEffect(() => {
    if (!asks) return;
    let wanted = true;
    request('host.window', {}).then(
      (answer) => wanted && setKnown(answer),
      (error: unknown) => {
        toastError('Could not ask which window this is', error);
        if (wanted) setKnown(TAB);
      },
    );
    return () => {
      wanted = false;
    };
  }, [asks, request]);

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
