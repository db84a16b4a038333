/** What is remembered of the windows between two starts. Pure: text in, text out. */
import type { Rectangle, WindowState } from './window-state.ts';

export interface MainWindowMemory extends WindowState {
  /** The last view. */
  readonly path: string;
}

export interface DetailWindowMemory extends WindowState {
  readonly alwaysOnTop: boolean;
  /** It was open when the app quit. */
  readonly open: boolean;
}

export interface WindowMemory {
  readonly main: MainWindowMemory | null;
  /** By path, the one that was moved last at the end. */
  readonly details: ReadonlyMap<string, DetailWindowMemory>;
  /** The person was told once that closing the window leaves Lookout in the tray. */
  readonly trayExplained: boolean;
}

export const NO_MEMORY: WindowMemory = { main: null, details: new Map(), trayExplained: false };

/** More places of details than this are not remembered. */
const DETAILS = 50;

/** The paths that a window can have to itself: an endpoint's. */
export function isDetailPath(path: string): boolean {
  return /^\/endpoint\/[\w%.~-]{1,300}$/.test(path);
}

/** The views that a start goes back to; others, such as a question, are over. */
function isViewPath(path: string): boolean {
  return isDetailPath(path) || ['/', '/incidents', '/health', '/settings'].includes(path);
}

/** What a stored text says; what cannot be used of it is left out. */
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
  return JSON.stringify({ main, details: Object.fromEntries([...details].slice(-DETAILS)), trayExplained });
}

function parseState(value: unknown): WindowState | null {
  if (!isRecord(value) || !isRecord(value['bounds']) || typeof value['maximized'] !== 'boolean') return null;
  const { x, y, width, height } = value['bounds'];
  if (![x, y, width, height].every((n) => typeof n === 'number' && Number.isSafeInteger(n))) return null;
  return { bounds: { x, y, width, height } as Rectangle, maximized: value['maximized'] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
