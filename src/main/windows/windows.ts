/** All windows: the main one, and windows that show one endpoint each. Every window opens again where it was. */
import type { BrowserWindow } from 'electron';
import type { HostWindow } from '../../contract/channels/host.ts';
import { issueOf } from '../../engine/base/issues.ts';
import { invalid, RequestError } from '../../engine/base/request-error.ts';
import type { PageId } from '../ipc/host-requests.ts';
import type { JsonFile } from '../system/json-file.ts';
import { followScreens, workAreas } from './screens.ts';
import { backgroundOf, createPageWindow, type PageWindow, type WindowParts } from './window.ts';
import { isDetailPath } from './window-memory.ts';
import { readWindowMemory, type WindowMemoryFile } from './window-memory-file.ts';
import { placeWindow, type WindowState } from './window-state.ts';

export interface WindowsOptions extends WindowParts {
  /** Where the places of windows are kept. */
  readonly stateFile: JsonFile;
  /** Whether closing the main window should only hide it, if `canHide`. */
  readonly hidesOnClose: () => boolean;
  /** Whether the person could open the hidden window again. If not, it closes. */
  readonly canHide: () => Promise<boolean>;
  /** Called when the main window is hidden in the tray for the first time ever. */
  readonly onFirstHide: () => void;
}

export interface Windows {
  /** Shows the main window, and creates it when there is none. `path` is a path in the page, such as `/endpoint/ID`. */
  open(path?: string): Promise<void>;
  /** Loads the main window without showing it, when there is no window at all. */
  prepare(): Promise<void>;
  /** Shows an endpoint in its own window. @throws RequestError `invalid` for another path */
  openDetail(path: string, alwaysOnTop?: boolean): Promise<void>;
  /** Opens the endpoints' windows that were open when Lookout quit. */
  reopenDetails(): Promise<void>;
  /** The window of a page. @throws RequestError `unavailable` when it is gone */
  describe(page: PageId): HostWindow;
  keepOnTop(page: PageId, alwaysOnTop: boolean): HostWindow;
  /** Whether a window was ever created; it may be closed by now. */
  hasOpened(): boolean;
  /** The main window is first. */
  all(): readonly BrowserWindow[];
  /** Remembers the windows' places and closes them. Resolves when the places are written. */
  dispose(): Promise<void>;
}

export async function createWindows(options: WindowsOptions): Promise<Windows> {
  return new PageWindows(options, await readWindowMemory(options.stateFile));
}

class PageWindows implements Windows {
  readonly #options: WindowsOptions;
  readonly #memory: WindowMemoryFile;
  readonly #following: readonly (() => void)[];
  #main: PageWindow | null = null;
  /** By path. */
  readonly #details = new Map<string, PageWindow>();
  #opened = false;
  #disposed = false;

  constructor(options: WindowsOptions, memory: WindowMemoryFile) {
    this.#options = options;
    this.#memory = memory;
    const { electron, log } = options;
    const endScreens = followScreens(electron.screen, () => this.all(), log);
    const onTheme = (): void => {
      for (const window of this.all()) window.setBackgroundColor(backgroundOf(electron.nativeTheme));
    };
    electron.nativeTheme.on('updated', onTheme);
    this.#following = [endScreens, () => electron.nativeTheme.off('updated', onTheme)];
  }

  async open(path = ''): Promise<void> {
    if (this.#disposed) return;
    const isNew = this.#main === null;
    const page = (this.#main ??= this.#createMain(path));
    await page.ready;
    if (page.window.isDestroyed()) return;
    if (!isNew && (path !== '' || page.hasCrashed())) await page.navigate(path === '' ? page.path() : path);
    page.bringUp();
  }

  async prepare(): Promise<void> {
    if (this.#disposed || this.#pages().length > 0) return;
    this.#main = this.#createMain('');
    await this.#main.ready;
  }

  async openDetail(path: string, alwaysOnTop?: boolean): Promise<void> {
    if (this.#disposed) return;
    if (!isDetailPath(path)) {
      throw invalid([issueOf('windowPath', 'path', {}, { given: path })]);
    }
    let page = this.#details.get(path);
    if (page === undefined) {
      page = this.#createDetail(path, alwaysOnTop);
      this.#details.set(path, page);
    } else if (alwaysOnTop !== undefined) {
      page.window.setAlwaysOnTop(alwaysOnTop);
    }
    await page.ready;
    if (page.window.isDestroyed()) return;
    if (page.hasCrashed()) await page.navigate(path);
    this.#memory.rememberDetail(path, page, true);
    page.bringUp();
  }

  async reopenDetails(): Promise<void> {
    const wereOpen = [...this.#memory.get().details].filter(([, detail]) => detail.open);
    await Promise.all(wereOpen.map(([path]) => this.openDetail(path)));
  }

  describe(page: PageId): HostWindow {
    return this.#describe(this.#find(page));
  }

  keepOnTop(id: PageId, alwaysOnTop: boolean): HostWindow {
    const page = this.#find(id);
    page.window.setAlwaysOnTop(alwaysOnTop);
    for (const [path, detail] of this.#details) {
      if (detail === page) this.#memory.rememberDetail(path, page, true);
    }
    return this.#describe(page);
  }

  hasOpened(): boolean {
    return this.#opened;
  }

  all(): readonly BrowserWindow[] {
    return this.#pages().map(({ window }) => window);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const end of this.#following) end();
    if (this.#main !== null) this.#memory.rememberMain(this.#main);
    for (const [path, page] of this.#details) this.#memory.rememberDetail(path, page, true);
    for (const window of this.all()) window.destroy();
    await this.#memory.flush();
  }

  #pages(): PageWindow[] {
    return [...(this.#main === null ? [] : [this.#main]), ...this.#details.values()];
  }

  #find(id: PageId): PageWindow {
    const page = this.#pages().find(({ window }) => window.webContents.id === id);
    if (page === undefined) throw new RequestError('windowClosing', {});
    return page;
  }

  #describe(page: PageWindow): HostWindow {
    return { main: page === this.#main, alwaysOnTop: page.window.isAlwaysOnTop() };
  }

  #createMain(path: string): PageWindow {
    this.#opened = true;
    const { main } = this.#memory.get();
    return createPageWindow(this.#options, {
      ...placeWindow(main, workAreas(this.#options.electron.screen)),
      path: path === '' ? (main?.path ?? '') : path,
      alwaysOnTop: false,
      hidesOnClose: () => !this.#disposed && this.#options.hidesOnClose(),
      canHide: this.#options.canHide,
      onHidden: () => {
        if (this.#memory.explainTray()) this.#options.onFirstHide();
      },
      onMoved: (page) => this.#memory.rememberMain(page),
      onClosed: () => {
        this.#main = null;
      },
    });
  }

  #createDetail(path: string, alwaysOnTop: boolean | undefined): PageWindow {
    this.#opened = true;
    const remembered = this.#memory.get().details.get(path);
    return createPageWindow(this.#options, {
      ...placeWindow(remembered ?? this.#besideLast(), workAreas(this.#options.electron.screen)),
      path,
      alwaysOnTop: alwaysOnTop ?? remembered?.alwaysOnTop ?? false,
      hidesOnClose: () => false,
      canHide: async () => false,
      onHidden: () => {},
      // A window that the person closed does not open by itself at the next start.
      onMoved: (page, closing) => this.#memory.rememberDetail(path, page, this.#disposed || !closing),
      onClosed: () => this.#details.delete(path),
    });
  }

  /** A new window appears a little to the side of the last one, not on top of it. */
  #besideLast(): WindowState | null {
    const last = this.all().at(-1)?.getNormalBounds();
    if (last === undefined) return null;
    return { bounds: { x: last.x + 32, y: last.y + 32, width: 960, height: 720 }, maximized: false };
  }
}
