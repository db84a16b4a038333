/** Says where Lookout is after its window was closed. */
import type { Dialog } from 'electron';
import type { Notification } from '../../contract/model/notices.ts';
import type { ReportRejection } from '../system/report-rejections.ts';

const EXPLANATION: Notification = {
  tag: 'tray',
  kind: 'problem',
  title: 'Lookout continues in the tray',
  body: 'It still watches your endpoints. Open or quit it from its tray icon. You can change this in the settings.',
  endpointId: null,
};

export interface ExplainTrayOptions {
  /** Null: the system has no notifications, so a dialog is shown. */
  readonly notify: ((notification: Notification) => void) | null;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly reportRejection: ReportRejection;
}

export function explainTray({ notify, dialog, reportRejection }: ExplainTrayOptions): void {
  if (notify === null) {
    const { title: message, body: detail } = EXPLANATION;
    reportRejection('The dialog could not be shown', dialog.showMessageBox({ type: 'info', message, detail }));
  } else {
    notify(EXPLANATION);
  }
}
