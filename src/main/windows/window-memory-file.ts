import type { BrowserWindow } from 'electron';
import type { JsonFile } from '../system/json-file.ts';
import { formatWindowMemory, parseWindowMemory, type WindowMemory } from './window-memory.ts';
import type { WindowState } from './window-state.ts';

/** Keeps the memory of windows in a file, which is written after each change. */
export interface WindowMemoryFile {
  get(): WindowMemory;
  rememberMain(window: BrowserWindow, path: string): void;
  rememberDetail(path: string, window: BrowserWindow, isOpen: boolean): void;
  /** @returns whether this is the first time */
  explainTray(): boolean;
  /** Resolves when everything is written. */
  flush(): Promise<void>;
}

export async function readWindowMemory(file: JsonFile): Promise<WindowMemoryFile> {
  let memory = parseWindowMemory(await file.read());

  function change(part: Partial<WindowMemory>): void {
    memory = { ...memory, ...part };
    file.write(formatWindowMemory(memory));
  }

  return {
    get: () => memory,
    rememberMain: (window, path) => change({ main: { ...stateOf(window), path } }),
    rememberDetail(path, window, isOpen) {
      const details = new Map(memory.details);
      // The most recent one is last.
      details.delete(path);
      details.set(path, { ...stateOf(window), alwaysOnTop: window.isAlwaysOnTop(), open: isOpen });
      change({ details });
    },
    explainTray() {
      if (memory.trayExplained) return false;
      change({ trayExplained: true });
      return true;
    },
    flush: () => file.flush(),
  };
}

function stateOf(window: BrowserWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds();
  return { bounds: { x, y, width, height }, maximized: window.isMaximized() };
}
