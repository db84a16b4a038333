import type { JsonFile } from '../system/json-file.ts';
import type { PageWindow } from './window.ts';
import { formatWindowMemory, parseWindowMemory, type WindowMemory } from './window-memory.ts';

/** Keeps the memory of windows in a file, which is written after each change. */
export interface WindowMemoryFile {
  get(): WindowMemory;
  rememberMain(page: PageWindow): void;
  rememberDetail(path: string, page: PageWindow, isOpen: boolean): void;
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
    rememberMain: (page) => change({ main: { ...page.state(), path: page.path() } }),
    rememberDetail(path, page, isOpen) {
      const details = new Map(memory.details);
      // The most recent one is last.
      details.delete(path);
      details.set(path, { ...page.state(), alwaysOnTop: page.window.isAlwaysOnTop(), open: isOpen });
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
