import type { Dialog } from 'electron';
import { RequestError } from '../../engine/base/request-error.ts';
import { texts } from '../system/texts.ts';
import type { UpdateSteps } from './update-steps.ts';

export interface OfferOptions {
  /** The version that runs. */
  readonly version: string;
  readonly dialog: Pick<Dialog, 'showMessageBox' | 'showErrorBox'>;
}

/** Leads the person through an update in dialogs, and asks before each step. Shows a step that fails in a dialog, too. */
export async function offerUpdate(steps: UpdateSteps, { version, dialog }: OfferOptions): Promise<void> {
  async function confirm(message: string, detail: string, button: string): Promise<boolean> {
    const buttons = [button, 'Not now'];
    const { response } = await dialog.showMessageBox({ message, detail, buttons, defaultId: 0, cancelId: 1 });
    return response === 0;
  }

  try {
    let state = await steps.check();
    if (state.status === 'none') {
      await dialog.showMessageBox({ message: `Lookout ${version} is the newest version.`, buttons: ['OK'] });
      return;
    }
    if (state.status === 'available') {
      const detail = `You have ${version}. Lookout continues to watch during the download.`;
      if (!(await confirm(`Lookout ${state.version} is available.`, detail, 'Download'))) return;
      state = await steps.download();
    }
    const detail = 'Lookout quits, is replaced, and starts again. It watches nothing during that time.';
    if (await confirm(`Lookout ${state.version} is downloaded.`, detail, 'Install and restart')) steps.install();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    dialog.showErrorBox('Lookout could not be updated', texts.refusal(error));
  }
}
