/**
 * Updates of the app itself. Lookout looks for one once a day and when asked, and shows a notice. Only the person
 * downloads and installs it.
 */
import type { Dialog } from 'electron';
import { RequestError } from '../../engine/base/request-error.ts';
import type { HostHandlers } from '../ipc/host-requests.ts';
import { offerUpdate } from './offer-update.ts';
import { createUpdateSteps, type UpdateStepsOptions } from './update-steps.ts';

export interface UpdatesOptions extends UpdateStepsOptions {
  /** The version that runs. */
  readonly version: string;
  readonly dialog: Pick<Dialog, 'showMessageBox' | 'showErrorBox'>;
  /** Milliseconds between two checks for an update; default: a day. */
  readonly everyMs?: number;
}

type Channels = 'host.checkForUpdates' | 'host.downloadUpdate' | 'host.installUpdate';

export interface Updates {
  readonly handlers: Pick<HostHandlers, Channels>;
  /** Starts to check for updates regularly. A check that fails is only logged, because this computer may be offline. */
  start(): void;
  /** For the menu: checks for an update, shows the result, and asks before each step. */
  offer(): Promise<void>;
  dispose(): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function createUpdates(options: UpdatesOptions): Updates {
  const { updater, version, dialog, log, everyMs = DAY_MS } = options;
  const steps = createUpdateSteps(options);
  let timer: ReturnType<typeof setInterval> | undefined;

  function checkInBackground(): void {
    steps.check().catch((error: unknown) => {
      // A `RequestError` is already logged, and mostly means that this computer is offline.
      if (!(error instanceof RequestError)) log('error', 'Checking for an update failed because of a bug', { error });
    });
  }

  return {
    handlers: {
      'host.checkForUpdates': () => steps.check(),
      'host.downloadUpdate': () => steps.download(),
      'host.installUpdate': () => steps.install(),
    },
    start() {
      if (updater === null) return;
      timer = setInterval(checkInBackground, everyMs);
      timer.unref();
      checkInBackground();
    },
    offer: () => offerUpdate(steps, { version, dialog }),
    dispose: () => clearInterval(timer),
  };
}
