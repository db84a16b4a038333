import type { Nothing } from '../model/units.ts';

/**
 * What a page may ask of the program around the engine: of the desktop app. `HostInfo.features` says which of them it
 * answers; where there is no such program (headless), all of them are `unknownChannel`. Never over HTTP.
 */
export interface HostRequests {
  'host.openWindow': { args: { path: string; alwaysOnTop?: boolean }; answer: null };
  'host.window': { args: Nothing; answer: HostWindow };
  'host.keepOnTop': { args: { alwaysOnTop: boolean }; answer: HostWindow };
  'host.waitingImport': { args: Nothing; answer: WaitingFile | null };
  'host.openDataFolder': { args: Nothing; answer: null };
  'host.moveDataFolder': { args: Nothing; answer: { folder: string } | null };
  'host.openLogs': { args: Nothing; answer: null };
  'host.diagnostics': { args: Nothing; answer: { text: string } };
  'host.checkForUpdates': { args: Nothing; answer: UpdateState };
  'host.downloadUpdate': { args: Nothing; answer: UpdateState };
  'host.installUpdate': { args: Nothing; answer: null };
}

export type HostChannel = keyof HostRequests;

/** The same for what only a host answers. */
export const HOST_CHANNELS = {
  'host.openWindow': 'Shows an endpoint (`/endpoint/ID`) in a window of its own, as it was. Feature `windows`.',
  'host.window': 'The window of the page that asks. Feature `windows`.',
  'host.keepOnTop': 'Keeps the window of the page that asks above others, or no longer. Feature `windows`.',
  'host.waitingImport':
    'The file that Lookout was started with, once; the page is asked to go to `/import` then. Feature `openFiles`.',
  'host.openDataFolder': 'Shows the data folder in the system’s file manager. Feature `dataFolder`.',
  'host.moveDataFolder':
    'Asks for another folder for the data; with one, Lookout starts anew and moves it. Feature `moveDataFolder`.',
  'host.openLogs': 'Shows the folder of the log. Feature `logs`.',
  'host.diagnostics': 'Versions, settings, health and the end of the log, without secrets. Feature `diagnostics`.',
  'host.checkForUpdates': 'Whether there is a newer Lookout. Downloads nothing. Feature `updates`.',
  'host.downloadUpdate': 'Downloads the newer Lookout and answers when it is there. Feature `updates`.',
  'host.installUpdate': 'Quits, installs what was downloaded and starts it. Feature `updates`.',
} as const satisfies Record<HostChannel, string>;

/** How far the way to a newer Lookout has been gone; nothing is downloaded or installed unasked. */
export type UpdateState =
  | { readonly status: 'none'; readonly version: null }
  | { readonly status: 'available' | 'downloaded'; readonly version: string };

/** The window that a page is in. */
export interface HostWindow {
  /** False: it shows one endpoint, and nothing else need be offered in it. */
  readonly main: boolean;
  readonly alwaysOnTop: boolean;
}

/** A file that Lookout was started with: its text, or why it cannot be read. */
export type WaitingFile =
  | { readonly fileName: string; readonly text: string; readonly problem?: undefined }
  | { readonly fileName: string; readonly problem: string; readonly text?: undefined };
