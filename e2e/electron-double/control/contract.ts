/** What a spec can see of the desktop and do to it: a person's hands, and the machine's own events. */
import type { Rectangle } from 'electron';
import type { DialogAnswer, DialogInfo } from '../main/dialog.ts';
import type { MenuItemInfo } from '../main/menu.ts';
import type { NotificationInfo } from '../main/notification.ts';
import type { DisplayInfo } from '../main/screen.ts';
import type { Opened } from '../main/system.ts';
import type { TrayInfo } from '../main/tray.ts';

export interface WindowInfo {
  readonly id: number;
  /** How Chromium knows its page. */
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
  readonly devTools: boolean;
  readonly zoomFactor: number;
  readonly backgroundColor: string;
  readonly overlay: string | null;
}

/** Windows are meant by their id; without one, the first there is. */
export interface DesktopControl {
  windows: {
    /** Those that are there and have a page. */
    list(): Promise<WindowInfo[]>;
    /** Clicks the cross. */
    close(id?: number): void;
    minimize(id?: number): void;
    restore(id?: number): void;
    maximize(id?: number): void;
    setBounds(bounds: Partial<Rectangle>, id?: number): void;
    /** Ends the process of its page. */
    crash(id?: number): void;
    /** Says that the page answers no more, or again. */
    emit(event: 'unresponsive' | 'responsive', id?: number): void;
  };
  tray: {
    /** Null: there is none. */
    show(): TrayInfo | null;
    click(): void;
    /** Chooses from its menu, by labels. */
    choose(...path: string[]): void;
  };
  menu: {
    /** The application's; null: none. */
    show(): MenuItemInfo[] | null;
    choose(...path: string[]): void;
    /** The context menu that is open; null: none. */
    popup(): MenuItemInfo[] | null;
    choosePopup(...path: string[]): void;
  };
  notifications: {
    list(): NotificationInfo[];
    /** By its place in the list. */
    click(index: number): void;
    close(index: number): void;
    action(index: number, action: number): void;
  };
  dialogs: {
    list(): DialogInfo[];
    /** Answers the oldest that waits. */
    answer(answer: DialogAnswer): void;
  };
  power: {
    emit(event: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown'): void;
    onBattery(on: boolean): void;
  };
  displays: {
    list(): DisplayInfo[];
    plugIn(bounds: Rectangle, scaleFactor?: number): DisplayInfo;
    unplug(id: number): void;
  };
  system: {
    /** The person's theme. */
    theme(theme: 'light' | 'dark'): void;
    vault(available: boolean): void;
    opened(): Opened[];
    badge(): number;
    clipboard(): Promise<string>;
    shortcuts(): string[];
    pressShortcut(accelerator: string): void;
    /** Schemes for which the app is the system's. */
    protocols(): string[];
  };
  app: {
    /** What macOS tells the app. */
    activate(): void;
    openUrl(url: string): void;
    openFile(path: string): void;
    /** As a session's end or Ctrl+Q does. */
    quit(): void;
    userData(): string;
    argv(): string[];
  };
}

/** The same over a socket: every function becomes one that answers later. */
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
  /** A window's page is there. */
  | { readonly type: 'loaded'; readonly windowId: number }
  | { readonly type: 'problem'; readonly problem: string }
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly message: string };
