/** The global shortcut that shows the window. */
import type { GlobalShortcut } from 'electron';
import type { Notice } from '../../contract/model/notices.ts';

export interface ShortcutOptions {
  readonly globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly onPress: () => void;
  readonly setNotice: (notice: Notice) => void;
}

export interface Shortcut {
  /** @param keys as Electron writes them, such as `CommandOrControl+Shift+L`; empty: none */
  set(keys: string): void;
  dispose(): void;
}

export function createShortcut({ globalShortcut, onPress, setNotice }: ShortcutOptions): Shortcut {
  let current = '';

  function release(): void {
    if (current !== '') globalShortcut.unregister(current);
    current = '';
  }

  /** @returns why the keys cannot be used; null when they can */
  function register(keys: string): 'taken' | 'invalid' | null {
    try {
      return globalShortcut.register(keys, onPress) ? null : 'taken';
    } catch {
      // Electron throws when the keys are not an accelerator.
      return 'invalid';
    }
  }

  return {
    set(keys) {
      if (keys === current && keys !== '') return;
      release();
      const reason = keys === '' ? null : register(keys);
      if (reason === null) current = keys;
      setNotice({
        id: 'shortcut',
        level: 'warning',
        code: 'shortcut.unusable',
        ...(reason === null ? {} : { params: { reason, keys } }),
        active: reason !== null,
      });
    },
    dispose: release,
  };
}
