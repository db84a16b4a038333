/** What Lookout remembers about its windows between two starts. Pure: text in, text out. */
import type { Rectangle, WindowState } from './window-state.ts';
import { isRecord } from '../../shared/is-record.ts';

export interface MainWindowMemory extends WindowState {
  /** The path of the last view. */
  readonly path: string;
}

export interface DetailWindowMemory extends WindowState {
  readonly alwaysOnTop: boolean;
  /** It was open when the app quit. */
  readonly open: boolean;
}

export interface WindowMemory {
  readonly main: MainWindowMemory | null;
  /** By path; the window that was moved last is last. */
  readonly details: ReadonlyMap<string, DetailWindowMemory>;
  /** The person has seen once that Lookout stays in the tray when its window is closed. */
  readonly trayExplained: boolean;
}

export const NO_MEMORY: WindowMemory = { main: null, details: new Map(), trayExplained: false };

/** Remember at most this many windows of endpoints. */
const MAX_DETAILS = 50;

/** Whether a path can have its own window: only an endpoint can. */
export function isDetailPath(path: string): boolean {
  return /^\/endpoint\/[\w%.~-]{1,300}$/.test(path);
}

/** Whether a start opens this view again. Others, such as an import, are over. */
function isViewPath(path: string): boolean {
  return isDetailPath(path) || ['/', '/incidents', '/health', '/settings'].includes(path);
}

/** Reads a stored text, and leaves out what cannot be used. */
export function parseWindowMemory(text: string | null): WindowMemory {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '{}');
  } catch {
    return NO_MEMORY;
  }
  if (!isRecord(value)) return NO_MEMORY;
  const main = parseState(value['main']);
  const path = isRecord(value['main']) ? value['main']['path'] : '';
  const details = isRecord(value['details']) ? value['details'] : {};
  return {
    main: main && { ...main, path: typeof path === 'string' && isViewPath(path) ? path : '' },
    details: new Map(
      Object.entries(details).flatMap(([detailPath, detail]) => {
        const state = parseState(detail);
        if (state === null || !isRecord(detail) || !isDetailPath(detailPath)) return [];
        return [[detailPath, { ...state, alwaysOnTop: detail['alwaysOnTop'] === true, open: detail['open'] === true }]];
      }),
    ),
    trayExplained: value['trayExplained'] === true,
  };
}

export function formatWindowMemory({ main, details, trayExplained }: WindowMemory): string {
  return JSON.stringify({ main, details: Object.fromEntries([...details].slice(-MAX_DETAILS)), trayExplained });
}

function parseState(value: unknown): WindowState | null {
  if (!isRecord(value) || !isRecord(value['bounds']) || typeof value['maximized'] !== 'boolean') return null;
  const { x, y, width, height } = value['bounds'];
  if (![x, y, width, height].every((n) => typeof n === 'number' && Number.isSafeInteger(n))) return null;
  return { bounds: { x, y, width, height } as Rectangle, maximized: value['maximized'] };
}
