/**
 * Updates of the app itself: looked for once a day and when asked, told of by a notice, downloaded and installed by nobody
 * but the person.
 */
import type { Dialog } from 'electron';
import type { UpdateState } from '../../contract/channels/host.ts';
import type { Notice } from '../../contract/model/notices.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import type { Log } from '../../engine/ports.ts';
import type { HostHandlers } from '../ipc/host-requests.ts';

/** What is used of electron-updater's `AppUpdater`. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  /** Null: this installation cannot be updated, such as an AppImage that was unpacked. */
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean;
    readonly updateInfo: { readonly version: string };
  } | null>;
  downloadUpdate(): Promise<unknown>;
  /** Quits first, in order. */
  quitAndInstall(): void;
}

export interface UpdatesOptions {
  /** Null: this build has no updates. */
  readonly updater: Updater | null;
  readonly version: string;
  readonly dialog: Pick<Dialog, 'showMessageBox' | 'showErrorBox'>;
  readonly setNotice: (notice: Notice) => void;
  readonly log: Log;
  /** Milliseconds between two looks; a day unless given. */
  readonly everyMs?: number;
}

type Channels = 'host.checkForUpdates' | 'host.downloadUpdate' | 'host.installUpdate';

export interface Updates {
  readonly handlers: Pick<HostHandlers, Channels>;
  /** From now on looks by itself. A look that fails is in the log only: this machine may be offline. */
  start(): void;
  /** The way through the menu: looks, says what it found, and asks before each step. */
  offer(): Promise<void>;
  dispose(): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function createUpdates(options: UpdatesOptions): Updates {
  const { updater, version, dialog, setNotice, log, everyMs = DAY_MS } = options;
  let state: UpdateState = { status: 'none', version: null };
  let timer: ReturnType<typeof setInterval> | undefined;
  if (updater !== null) {
    updater.autoDownload = false;
    // What was downloaded may have been downloaded for later.
    updater.autoInstallOnAppQuit = false;
  }

  function needUpdater(): Updater {
    if (updater !== null) return updater;
    throw new RequestError('unavailable', 'Expected an installed release of Lookout, got a build without updates');
  }

  async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      log('warn', `${what} failed`, { error });
      const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
      throw new RequestError('unavailable', `${what} failed: ${why}`);
    }
  }

  async function check(): Promise<UpdateState> {
    const asked = needUpdater();
    const found = await step('Looking for an update', () => asked.checkForUpdates());
    if (found === null)
      throw new RequestError('unavailable', 'Expected Lookout to be installed as it was released, got another place');
    const { isUpdateAvailable, updateInfo } = found;
    if (!isUpdateAvailable) return (state = { status: 'none', version: null });
    if (state.status === 'downloaded' && state.version === updateInfo.version) return state;
    state = { status: 'available', version: updateInfo.version };
    setNotice({
      id: 'update',
      level: 'info',
      title: `Lookout ${updateInfo.version} can be had`,
      body: 'Nothing is downloaded before you ask for it: Help, Check for updates.',
      active: true,
    });
    return state;
  }

  async function download(): Promise<UpdateState> {
    const asked = needUpdater();
    if (state.status === 'none') await check();
    if (state.status !== 'available') return state;
    const wanted = state.version;
    await step('Downloading the update', () => asked.downloadUpdate());
    state = { status: 'downloaded', version: wanted };
    setNotice({
      id: 'update',
      level: 'info',
      title: `Lookout ${wanted} is downloaded`,
      body: 'It is installed when you ask for it: Help, Check for updates.',
      active: true,
    });
    return state;
  }

  function install(): null {
    const asked = needUpdater();
    if (state.status !== 'downloaded')
      throw new RequestError('unavailable', 'Expected an update to be downloaded, got none');
    asked.quitAndInstall();
    return null;
  }

  async function confirm(message: string, detail: string, button: string): Promise<boolean> {
    const buttons = [button, 'Not now'];
    const { response } = await dialog.showMessageBox({ message, detail, buttons, defaultId: 0, cancelId: 1 });
    return response === 0;
  }

  async function offer(): Promise<void> {
    try {
      await check();
      if (state.status === 'none') {
        await dialog.showMessageBox({ message: `Lookout ${version} is the newest there is.`, buttons: ['OK'] });
        return;
      }
      if (state.status === 'available') {
        const message = `Lookout ${state.version} can be had.`;
        if (!(await confirm(message, `This is ${version}. Lookout goes on watching meanwhile.`, 'Download'))) return;
        await download();
      }
      const detail = 'Lookout quits, is replaced, and starts again: for that moment nothing is watched.';
      if (await confirm(`Lookout ${state.version} is downloaded.`, detail, 'Install and restart')) install();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      dialog.showErrorBox('Lookout could not be updated', error.message);
    }
  }

  return {
    handlers: {
      'host.checkForUpdates': check,
      'host.downloadUpdate': download,
      'host.installUpdate': install,
    },
    start() {
      if (updater === null) return;
      const look = (): void => {
        check().catch((error: unknown) => {
          // Offline, most of all: it is in the log already.
          if (!(error instanceof RequestError))
            log('error', 'Looking for an update failed because of a bug', { error });
        });
      };
      timer = setInterval(look, everyMs);
      timer.unref();
      look();
    },
    offer,
    dispose: () => clearInterval(timer),
  };
}
