/** The keys that show the window from anywhere. */
import type { GlobalShortcut } from 'electron';
import type { Notice } from '../../contract/model/notices.ts';

export interface ShortcutOptions {
  readonly globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly onPress: () => void;
  readonly setNotice: (notice: Notice) => void;
}

export interface Shortcut {
  /** @param keys in Electron's words, such as `CommandOrControl+Shift+L`; empty: none */
  set(keys: string): void;
  dispose(): void;
}

export function createShortcut({ globalShortcut, onPress, setNotice }: ShortcutOptions): Shortcut {
  let current = '';

  function release(): void {
    if (current !== '') globalShortcut.unregister(current);
    current = '';
  }

  /** @returns a sentence that says why the keys cannot be had; empty when they can */
  function take(keys: string): string {
    try {
      if (globalShortcut.register(keys, onPress)) return '';
      return `Another program, or the system, has ${keys}.`;
    } catch {
      // Electron throws for what is no accelerator.
      return `Expected keys such as CommandOrControl+Shift+L, got ${JSON.stringify(keys)}.`;
    }
  }

  return {
    set(keys) {
      if (keys === current && keys !== '') return;
      release();
      const problem = keys === '' ? '' : take(keys);
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
