/** All windows: the main one, and endpoints in windows of their own. Each comes back where it was. */
import type { BrowserWindow } from 'electron';
import type { HostWindow } from '../../contract/channels/host.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import type { PageId } from '../ipc/host-requests.ts';
import type { JsonFile } from '../system/json-file.ts';
import { backgroundOf, createPageWindow } from './window.ts';
import type { PageWindow, WindowParts } from './window.ts';
import { formatWindowMemory, isDetailPath, parseWindowMemory } from './window-memory.ts';
import type { DetailWindowMemory, WindowMemory } from './window-memory.ts';
import { isReachable, placeWindow } from './window-state.ts';
import type { Rectangle, WindowState } from './window-state.ts';

export interface WindowsOptions extends WindowParts {
  /** Where places are kept. */
  readonly stateFile: JsonFile;
  /** Whether closing the main window only hides it. */
  readonly hidesOnClose: () => boolean;
  /** The main window went into the tray for the first time. */
  readonly onFirstHide: () => void;
}

export interface Windows {
  /** Shows the main window, at a path of the page such as `/endpoint/ID` when one is given. Made when there is none. */
  open(path?: string): Promise<void>;
  /** Shows an endpoint in a window of its own. @throws RequestError `invalid` for another path */
  openDetail(path: string, alwaysOnTop?: boolean): Promise<void>;
  /** Opens the endpoints' windows that were open at the end. */
  reopenDetails(): Promise<void>;
  /** The window of a page. @throws RequestError `unavailable` when it is gone */
  describe(page: PageId): HostWindow;
  keepOnTop(page: PageId, alwaysOnTop: boolean): HostWindow;
  /** The main one first. */
  all(): readonly BrowserWindow[];
  /** Keeps their places and closes them. Resolves when that is written. */
  dispose(): Promise<void>;
}

export async function createWindows(options: WindowsOptions): Promise<Windows> {
  const { electron, stateFile, log } = options;
  const { nativeTheme, screen } = electron;
  let memory: WindowMemory = parseWindowMemory(await stateFile.read());
  let main: PageWindow | null = null;
  const details = new Map<string, PageWindow>();
  let disposed = false;

  const open = (): PageWindow[] => [...(main === null ? [] : [main]), ...details.values()];
  const onTheme = (): void => {
    for (const { window } of open()) window.setBackgroundColor(backgroundOf(nativeTheme));
  };
  /** A screen went, or became another one: what was on it comes to one that is there. */
  const onScreens = (): void => {
    for (const { window } of open()) {
      const bounds = window.getNormalBounds();
      if (isReachable(bounds, areas())) continue;
      log('info', 'A window is no longer on a screen and is moved', { bounds });
      window.setBounds(placeWindow({ bounds, maximized: false }, areas()).bounds);
    }
  };
  nativeTheme.on('updated', onTheme);
  screen.on('display-removed', onScreens);
  screen.on('display-metrics-changed', onScreens);

  function areas(): readonly Rectangle[] {
    const primary = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
    return [primary, ...others].map(({ workArea }) => workArea);
  }

  function remember(change: Partial<WindowMemory>): void {
    memory = { ...memory, ...change };
    stateFile.write(formatWindowMemory(memory));
  }

  function rememberDetail(path: string, window: BrowserWindow, isOpen: boolean): void {
    const known = new Map(memory.details);
    known.delete(path);
    const detail: DetailWindowMemory = { ...stateOf(window), alwaysOnTop: window.isAlwaysOnTop(), open: isOpen };
    remember({ details: known.set(path, detail) });
  }

  function makeMain(path: string): PageWindow {
    const place = placeWindow(memory.main, areas());
    return createPageWindow(options, {
      ...place,
      path: path === '' ? (memory.main?.path ?? '') : path,
      alwaysOnTop: false,
      hidesOnClose: () => !disposed && options.hidesOnClose(),
      onHidden() {
        if (memory.trayExplained) return;
        remember({ trayExplained: true });
        options.onFirstHide();
      },
      onMoved: (page) => remember({ main: { ...stateOf(page.window), path: page.path() } }),
      onClosed: () => {
        main = null;
      },
    });
  }

  function makeDetail(path: string, alwaysOnTop: boolean): PageWindow {
    const place = placeWindow(memory.details.get(path) ?? besideOthers(), areas());
    return createPageWindow(options, {
      ...place,
      path,
      alwaysOnTop,
      hidesOnClose: () => false,
      onHidden: () => {},
      // Closed by hand, it does not come back by itself at the next start.
      onMoved: ({ window }, closing) => rememberDetail(path, window, disposed || !closing),
      onClosed: () => details.delete(path),
    });
  }

  /** A new window stands a little aside, not on top of the one it came from. */
  function besideOthers(): WindowState | null {
    const from = open().at(-1)?.window.getNormalBounds();
    if (from === undefined) return null;
    return { bounds: { x: from.x + 32, y: from.y + 32, width: 960, height: 720 }, maximized: false };
  }

  async function openDetail(path: string, alwaysOnTop?: boolean): Promise<void> {
    if (disposed) return;
    if (!isDetailPath(path)) {
      const message = `Expected path to be that of an endpoint, such as /endpoint/ID, got ${JSON.stringify(path)}`;
      throw new RequestError('invalid', message, [{ path: 'path', message }]);
    }
    let page = details.get(path);
    if (page === undefined) {
      page = makeDetail(path, alwaysOnTop ?? memory.details.get(path)?.alwaysOnTop ?? false);
      details.set(path, page);
    } else if (alwaysOnTop !== undefined) {
      page.window.setAlwaysOnTop(alwaysOnTop);
    }
    await page.ready;
    if (page.window.isDestroyed()) return;
    rememberDetail(path, page.window, true);
    page.bringUp();
  }

  function find(page: PageId): PageWindow {
    const found = open().find(({ window }) => window.webContents.id === page);
    if (found === undefined) throw new RequestError('unavailable', 'This window is closing.');
    return found;
  }

  const describe = (page: PageWindow): HostWindow => ({
    main: page === main,
    alwaysOnTop: page.window.isAlwaysOnTop(),
  });

  return {
    async open(path = '') {
      if (disposed) return;
      const made = main === null;
      const page = (main ??= makeMain(path));
      await page.ready;
      if (page.window.isDestroyed()) return;
      if (!made && path !== '') await page.navigate(path);
      page.bringUp();
    },
    openDetail,
    async reopenDetails() {
      const wereOpen = [...memory.details].filter(([, detail]) => detail.open);
      await Promise.all(wereOpen.map(([path]) => openDetail(path)));
    },
    describe: (page) => describe(find(page)),
    keepOnTop(id, alwaysOnTop) {
      const page = find(id);
      page.window.setAlwaysOnTop(alwaysOnTop);
      for (const [path, detail] of details) if (detail === page) rememberDetail(path, page.window, true);
      return describe(page);
    },
    all: () => open().map(({ window }) => window),
    async dispose() {
      disposed = true;
      nativeTheme.off('updated', onTheme);
      screen.off('display-removed', onScreens);
      screen.off('display-metrics-changed', onScreens);
      if (main !== null) remember({ main: { ...stateOf(main.window), path: main.path() } });
      for (const [path, { window }] of details) rememberDetail(path, window, true);
      for (const { window } of open()) window.destroy();
      await stateFile.flush();
    },
  };
}

function stateOf(window: BrowserWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds();
  return { bounds: { x, y, width, height }, maximized: window.isMaximized() };
}
