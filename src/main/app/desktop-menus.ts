import { Menu, app, clipboard, shell } from 'electron';
import { openFolder } from '../ipc/host-requests.ts';
import { program, programArguments } from '../system/environment.ts';
import type { ReportRejection } from '../system/report-rejections.ts';
import { texts } from '../system/texts.ts';
import { jumpList } from '../tray/quick-menu.ts';
import { menuTemplate } from '../windows/menu.ts';
import type { DesktopParts } from './desktop-parts.ts';
import { LINK_SCHEME } from './links.ts';

export interface MenusOptions {
  readonly parts: DesktopParts;
  /** The folder of the log. */
  readonly logs: string;
  readonly collectDiagnostics: () => Promise<string>;
  readonly reportRejection: ReportRejection;
}

/** Sets the application's menu and, on Windows, its jump list. Registers `lookout://` links when packaged. */
export function setMenus({ parts, logs, collectDiagnostics, reportRejection }: MenusOptions): void {
  const { open, updates, canUpdate } = parts;
  async function copyDiagnostics(): Promise<void> {
    await clipboard.writeText(await collectDiagnostics());
  }
  const template = menuTemplate({
    platform: process.platform,
    developer: !app.isPackaged,
    onNavigate: open,
    onOpenLogs: () => reportRejection('The log could not be shown', openFolder(shell, logs)),
    onCopyDiagnostics: () => reportRejection('Diagnostics could not be copied', copyDiagnostics()),
    onCheckForUpdates: canUpdate ? () => reportRejection('The update could not be offered', updates.offer()) : null,
    onQuit: () => app.quit(),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  if (process.platform === 'win32') app.setUserTasks(jumpList(program, programArguments, texts.say));
  // An app that is not packaged would register the folder that it happens to run in.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
}
