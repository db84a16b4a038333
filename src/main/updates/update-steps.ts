/** The steps of an update of the app itself: check, download, install. */
import type { UpdateState } from '../../contract/channels/host.ts';
import type { Notice } from '../../contract/model/notices.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import type { Log } from '../../engine/ports.ts';

/** The part of electron-updater's `AppUpdater` that we use. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  /** Null: this installation cannot be updated, such as an AppImage that was unpacked. */
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean;
    readonly updateInfo: { readonly version: string };
  } | null>;
  downloadUpdate(): Promise<unknown>;
  /** Quits in order first. */
  quitAndInstall(): void;
}

export interface UpdateStepsOptions {
  /** Null: this build cannot be updated. */
  readonly updater: Updater | null;
  readonly setNotice: (notice: Notice) => void;
  readonly log: Log;
}

/** Each rejects with a `RequestError` when it is not possible. */
export interface UpdateSteps {
  check(): Promise<UpdateState>;
  download(): Promise<UpdateState>;
  install(): null;
}

export function createUpdateSteps({ updater, setNotice, log }: UpdateStepsOptions): UpdateSteps {
  let state: UpdateState = { status: 'none', version: null };
  if (updater !== null) {
    updater.autoDownload = false;
    // The person may have downloaded it to install it later.
    updater.autoInstallOnAppQuit = false;
  }

  function needUpdater(): Updater {
    if (updater !== null) return updater;
    throw new RequestError('unavailable', 'Expected an installed release of Lookout, got a build without updates');
  }

  async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      log('warn', `${what} failed`, { error });
      const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
      throw new RequestError('unavailable', `${what} failed: ${why}`);
    }
  }

  function showNotice(title: string, body: string): void {
    setNotice({ id: 'update', level: 'info', title, body, active: true });
  }

  async function check(): Promise<UpdateState> {
    const used = needUpdater();
    const found = await attempt('Checking for an update', () => used.checkForUpdates());
    if (found === null)
      throw new RequestError('unavailable', 'Expected Lookout to be installed as it was released, got another place');
    const { isUpdateAvailable, updateInfo } = found;
    if (!isUpdateAvailable) return (state = { status: 'none', version: null });
    if (state.status === 'downloaded' && state.version === updateInfo.version) return state;
    state = { status: 'available', version: updateInfo.version };
    showNotice(`Lookout ${updateInfo.version} is available`, 'Download it with Help, Check for updates.');
    return state;
  }

  async function download(): Promise<UpdateState> {
    const used = needUpdater();
    if (state.status === 'none') await check();
    if (state.status !== 'available') return state;
    const wanted = state.version;
    await attempt('Downloading the update', () => used.downloadUpdate());
    state = { status: 'downloaded', version: wanted };
    showNotice(`Lookout ${wanted} is downloaded`, 'Install it with Help, Check for updates.');
    return state;
  }

  function install(): null {
    const used = needUpdater();
    if (state.status !== 'downloaded')
      throw new RequestError('unavailable', 'Expected an update to be downloaded, got none');
    used.quitAndInstall();
    return null;
  }

  return { check, download, install };
}
