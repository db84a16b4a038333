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

  /** @returns why the keys cannot be used, as a sentence; empty when they can */
  function register(keys: string): string {
    try {
      if (globalShortcut.register(keys, onPress)) return '';
      return `Another program or the system already uses ${keys}.`;
    } catch {
      // Electron throws when the keys are not an accelerator.
      return `Expected keys such as CommandOrControl+Shift+L, got ${JSON.stringify(keys)}.`;
    }
  }

  return {
    set(keys) {
      if (keys === current && keys !== '') return;
      release();
      const problem = keys === '' ? '' : register(keys);
      if (problem === '') current = keys;
      setNotice({
        id: 'shortcut',
        level: 'warning',
        title: 'The shortcut does not work',
        body: problem,
        active: problem !== '',
      });
    },
    dispose: release,
  };
}
