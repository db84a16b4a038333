import type { FileIssue } from '../model/issue.ts';
import type { Nothing } from '../model/units.ts';

/**
 * Requests of a page to the program around the engine, which is the desktop app. `HostInfo.features` says which
 * requests it answers. Headless, every one of them is refused as `unknownChannel`. They are never available over HTTP.
 */
export interface HostRequests {
  'host.openWindow': { args: { path: string; alwaysOnTop?: boolean }; answer: null };
  'host.window': { args: Nothing; answer: HostWindow };
  'host.keepOnTop': { args: { alwaysOnTop: boolean }; answer: HostWindow };
  'host.waitingImport': { args: Nothing; answer: WaitingFile | null };
  'host.openDataFolder': { args: Nothing; answer: null };
  'host.moveDataFolder': { args: Nothing; answer: { folder: string } | null };
  'host.saveExport': { args: { id: string }; answer: { file: string } | null };
  'host.openLogs': { args: Nothing; answer: null };
  'host.diagnostics': { args: Nothing; answer: { text: string } };
  'host.checkForUpdates': { args: Nothing; answer: UpdateState };
  'host.downloadUpdate': { args: Nothing; answer: UpdateState };
  'host.installUpdate': { args: Nothing; answer: null };
}

export type HostChannel = keyof HostRequests;

/** One sentence per request that only a host answers, for `docs/api.md`. */
export const HOST_CHANNELS = {
  'host.openWindow':
    'Shows an endpoint (`/endpoint/ID`) in its own window, where that window was last. Feature `windows`.',
  'host.window': 'The window of the page that sends this request. Feature `windows`.',
  'host.keepOnTop': 'Keeps the window of the page above other windows, or stops doing so. Feature `windows`.',
  'host.waitingImport':
    'The file that Lookout was opened with; answers with it only once. The host asks the page to go to `/import` when there is one. Feature `openFiles`.',
  'host.openDataFolder': 'Shows the data folder in the system’s file manager. Feature `dataFolder`.',
  'host.moveDataFolder':
    'Asks the person for another data folder. If they choose one, Lookout restarts and moves the data there. Feature `moveDataFolder`.',
  'host.saveExport':
    'Asks the person where to save what `results.export` prepared, and begins to write it; null: they do not save it. Feature `saveExports`.',
  'host.openLogs': 'Shows the log folder in the system’s file manager. Feature `logs`.',
  'host.diagnostics':
    'Versions, settings, health and the last lines of the log, without secrets. Feature `diagnostics`.',
  'host.checkForUpdates': 'Checks whether there is a newer version of Lookout. Downloads nothing. Feature `updates`.',
  'host.downloadUpdate': 'Downloads the newer version and answers when the download is complete. Feature `updates`.',
  'host.installUpdate': 'Quits, installs the downloaded version and starts it. Feature `updates`.',
} as const satisfies Record<HostChannel, string>;

/** The progress of an update. Lookout downloads and installs nothing unless a person asks for it. */
export type UpdateState =
  | { readonly status: 'none'; readonly version: null }
  | { readonly status: 'available' | 'downloaded'; readonly version: string };

/** The window that contains the page. */
export interface HostWindow {
  /** False: the window shows a single endpoint and needs no navigation. */
  readonly main: boolean;
  readonly alwaysOnTop: boolean;
}

/** A file that Lookout was opened with: its text, or why it cannot be read. */
export type WaitingFile =
  | { readonly fileName: string; readonly text: string; readonly problem?: undefined }
  | { readonly fileName: string; readonly problem: FileIssue; readonly text?: undefined };
