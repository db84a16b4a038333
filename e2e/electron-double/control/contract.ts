/**
 * The interface through which a spec reads and controls the desktop: actions of a person, and events of the machine.
 */
import type { Rectangle, WindowSessionEndEvent } from 'electron';
import type { DialogAnswer, DialogInfo } from '../main/dialog.ts';
import type { MenuItemInfo } from '../main/menu.ts';
import type { NotificationInfo } from '../main/notification.ts';
import type { DisplayInfo } from '../main/screen.ts';
import type { Opened } from '../main/system.ts';
import type { TrayInfo } from '../main/tray.ts';

export type SessionEndReason = WindowSessionEndEvent['reasons'][number];

export interface WindowInfo {
  readonly id: number;
  /** The page's id in Chromium. */
  readonly targetId: string;
  readonly title: string;
  readonly url: string;
  readonly bounds: Rectangle;
  readonly visible: boolean;
  readonly focused: boolean;
  readonly minimized: boolean;
  readonly maximized: boolean;
  readonly fullScreen: boolean;
  readonly alwaysOnTop: boolean;
  readonly crashed: boolean;
  readonly zoomFactor: number;
  readonly backgroundColor: string;
}

/** `id` is a window's id. Without it, the first window is used. */
export interface DesktopControl {
  windows: {
    /** All windows that have a page. */
    list(): Promise<WindowInfo[]>;
    /** Clicks the close button. */
    close(id?: number): void;
    minimize(id?: number): void;
    restore(id?: number): void;
    maximize(id?: number): void;
    setBounds(bounds: Partial<Rectangle>, id?: number): void;
    /** Crashes the page's process. */
    crash(id?: number): void;
    /** Reports that the page does not respond, or responds again. */
    emit(event: 'unresponsive' | 'responsive', id?: number): void;
  };
  tray: {
    /** Null: there is no tray icon. */
    show(): TrayInfo | null;
    click(): void;
    /** Chooses an item of its menu, by labels. */
    choose(...path: string[]): void;
  };
  menu: {
    /** The application menu; null: none. */
    show(): MenuItemInfo[] | null;
    choose(...path: string[]): void;
  };
  notifications: {
    list(): NotificationInfo[];
    /** @param index in the list */
    click(index: number): void;
    close(index: number): void;
  };
  dialogs: {
    list(): DialogInfo[];
    /** Answers the oldest dialog that waits. */
    answer(answer: DialogAnswer): void;
  };
  power: {
    emit(event: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown'): void;
    onBattery(on: boolean): void;
    /**
     * Windows asks each window whether the session may end.
     * @returns whether the session waits for the app
     */
    endSession(...reasons: SessionEndReason[]): boolean;
  };
  displays: {
    plugIn(bounds: Rectangle, scaleFactor?: number): DisplayInfo;
    unplug(id: number): void;
  };
  system: {
    /** Sets the system's theme. */
    theme(theme: 'light' | 'dark'): void;
    vault(available: boolean): void;
    opened(): Opened[];
    badge(): number;
    clipboard(): Promise<string>;
    shortcuts(): string[];
    pressShortcut(accelerator: string): void;
  };
  app: {
    /** Events of macOS. */
    activate(): void;
    openUrl(url: string): void;
    openFile(path: string): void;
    /** Quits like Ctrl+Q. */
    quit(): void;
    /** Closes all windows and then quits, as Electron's updater on macOS does to install an update. */
    installUpdate(): void;
  };
}

/** The interface over a socket: every function becomes asynchronous. */
export type Remote<T> = {
  readonly [G in keyof T]: {
    readonly [M in keyof T[G]]: T[G][M] extends (...args: infer A) => infer R
      ? (...args: A) => Promise<Awaited<R>>
      : never;
  };
};

/** Spec -> double. */
export interface ControlRequest {
  readonly id: number;
  readonly group: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Double -> spec, one JSON object a line. */
export type ControlMessage =
  | { readonly type: 'hello'; readonly secret: string; readonly pid: number }
  | { readonly type: 'chromium'; readonly endpoint: string }
  /** A window's page has loaded. */
  | { readonly type: 'loaded'; readonly windowId: number }
  /** The app wants to be started again after its end. */
  | { readonly type: 'relaunch' }
  | { readonly type: 'problem'; readonly problem: string }
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly message: string };
