/** Tells the person where Lookout is after its window was closed. */
import type { Dialog } from 'electron';
import type { Notification } from '../../contract/model/notices.ts';
import type { Texts } from '../../i18n/texts.ts';
import type { ReportRejection } from '../system/report-rejections.ts';

const EXPLANATION: Notification = {
  tag: 'tray',
  kind: 'problem',
  code: 'app.inTray',
  endpointId: null,
};

export interface ExplainTrayOptions {
  /** Null: the system has no notifications, so a dialog is shown. */
  readonly notify: ((notification: Notification) => void) | null;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly texts: Pick<Texts, 'notification'>;
  readonly reportRejection: ReportRejection;
}

export function explainTray({ notify, dialog, texts, reportRejection }: ExplainTrayOptions): void {
  if (notify === null) {
    const { title: message, body: detail } = texts.notification(EXPLANATION);
    reportRejection('The dialog could not be shown', dialog.showMessageBox({ type: 'info', message, detail }));
  } else {
    notify(EXPLANATION);
  }
}
