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
    throw new RequestError('noUpdates', {});
  }

  async function attempt<T>(step: 'check' | 'download', work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      log('warn', 'A step of the update failed', { step, error });
      const problem = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
      throw new RequestError('updateFailed', { reason: step, problem });
    }
  }

  function showNotice(code: 'update.available' | 'update.downloaded', version: string): void {
    setNotice({ id: 'update', level: 'info', code, params: { version }, active: true });
  }

  async function check(): Promise<UpdateState> {
    const used = needUpdater();
    const found = await attempt('check', () => used.checkForUpdates());
    if (found === null) throw new RequestError('notAsReleased', {});
    const { isUpdateAvailable, updateInfo } = found;
    if (!isUpdateAvailable) return (state = { status: 'none', version: null });
    if (state.status === 'downloaded' && state.version === updateInfo.version) return state;
    state = { status: 'available', version: updateInfo.version };
    showNotice('update.available', updateInfo.version);
    return state;
  }

  async function download(): Promise<UpdateState> {
    const used = needUpdater();
    if (state.status === 'none') await check();
    if (state.status !== 'available') return state;
    const wanted = state.version;
    await attempt('download', () => used.downloadUpdate());
    state = { status: 'downloaded', version: wanted };
    showNotice('update.downloaded', wanted);
    return state;
  }

  function install(): null {
    const used = needUpdater();
    if (state.status !== 'downloaded') throw new RequestError('noUpdateDownloaded', {});
    used.quitAndInstall();
    return null;
  }

  return { check, download, install };
}
