/** Tells, once, where Lookout went when its window was closed. */
import type { Dialog } from 'electron';
import type { Notification } from '../../contract/model/notices.ts';
import type { Owned } from '../system/report-rejections.ts';

const EXPLAINED: Notification = {
  tag: 'tray',
  kind: 'problem',
  title: 'Lookout goes on watching',
  body: 'Its window is closed, its icon stays in the tray: open or quit it there. The settings can change this.',
  endpointId: null,
};

export interface ExplainTrayOptions {
  /** Null: the system shows no notifications, and a dialog says it. */
  readonly notify: ((notification: Notification) => void) | null;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly owned: Owned;
}

export function explainTray({ notify, dialog, owned }: ExplainTrayOptions): void {
  if (notify === null) {
    const { title: message, body: detail } = EXPLAINED;
    owned('The dialog could not be shown', dialog.showMessageBox({ type: 'info', message, detail }));
  } else {
    notify(EXPLAINED);
  }
}
