import { app } from 'electron';
import type { ReportRejection } from '../system/report-rejections.ts';
import type { CommandLine } from './command-line.ts';
import type { DesktopParts } from './desktop-parts.ts';
import { openRequestOf, type OpenRequest, type OpenRequests } from './open-requests.ts';
import type { Quit } from './quit.ts';
import type { WaitingImport } from './waiting-import.ts';

export interface FollowRequestsOptions {
  /** Of this start. */
  readonly commandLine: CommandLine;
  /** Of later starts, and what the system asks for. */
  readonly openRequests: OpenRequests;
  readonly parts: DesktopParts;
  readonly waitingImport: WaitingImport;
  readonly quit: Pick<Quit, 'unlessQuitting'>;
  readonly reportRejection: ReportRejection;
}

/** Does what this start asks for, mostly opening the window, and from then on what later starts and the system ask for. */
export async function followRequests(options: FollowRequestsOptions): Promise<void> {
  const { commandLine, openRequests, parts, waitingImport, quit, reportRejection } = options;
  const { windows, tray, trayDispatcher, open } = parts;

  async function offerFile(file: string): Promise<void> {
    await waitingImport.readFile(file);
    await windows.open('/import');
  }

  function follow(request: OpenRequest): void {
    switch (request.type) {
      case 'open':
        open(request.path);
        break;
      case 'file':
        reportRejection('The file could not be offered', offerFile(request.file));
        break;
      case 'checkAll':
        trayDispatcher.dispatch(request);
        break;
    }
  }

  // On a Mac, an app without windows stays in the dock.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  const first = openRequestOf({ ...commandLine, hidden: commandLine.hidden || openedAtLogin() });
  if (first !== null || tray === null) {
    await quit.unlessQuitting(windows.open(first?.type === 'open' ? first.path : undefined));
    reportRejection('A window could not be opened again', windows.reopenDetails());
  }
  if (first !== null && first.type !== 'open') follow(first);
  openRequests.receive(follow);
}

/** Whether macOS started Lookout at login. On other systems, `--hidden` says so. */
function openedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}
