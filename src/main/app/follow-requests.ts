import type { App } from 'electron';
import type { ReportRejection } from '../system/report-rejections.ts';
import type { TrayDispatcher } from '../tray/tray-commands.ts';
import type { TrayVisibility } from '../tray/tray-visibility.ts';
import type { Windows } from '../windows/windows.ts';
import type { CommandLine } from './command-line.ts';
import { openRequestOf, type OpenRequest, type OpenRequests } from './open-requests.ts';
import type { Quit } from './quit.ts';
import type { WaitingImport } from './waiting-import.ts';

export interface FollowRequestsOptions {
  readonly app: Pick<App, 'on' | 'quit' | 'getLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** Of this start. */
  readonly commandLine: CommandLine;
  /** Of later starts, and what the system asks for. */
  readonly openRequests: OpenRequests;
  readonly windows: Pick<Windows, 'open' | 'reopenDetails' | 'all' | 'hasOpened'>;
  readonly trayDispatcher: Pick<TrayDispatcher, 'dispatch'>;
  readonly trayVisibility: Pick<TrayVisibility, 'appears'>;
  readonly waitingImport: Pick<WaitingImport, 'readFile'>;
  readonly quit: Pick<Quit, 'unlessQuitting'>;
  readonly reportRejection: ReportRejection;
}

/**
 * Carries out the request of this start, mostly to open the window, and from then on those of later starts and the
 * system.
 */
export async function followRequests(options: FollowRequestsOptions): Promise<void> {
  const { app, platform, openRequests, windows, trayDispatcher, waitingImport, reportRejection } = options;
  const { unlessQuitting } = options.quit;

  async function offerFile(file: string): Promise<void> {
    await waitingImport.readFile(file);
    await windows.open('/import');
  }

  function follow(request: OpenRequest): void {
    switch (request.type) {
      case 'open':
        reportRejection('The window could not be opened', windows.open(request.path));
        break;
      case 'file':
        reportRejection('The file could not be offered', offerFile(request.file));
        break;
      case 'checkAll':
        trayDispatcher.dispatch(request);
        break;
    }
  }

  async function openFirst(path?: string): Promise<void> {
    await windows.open(path);
    reportRejection('A window could not be opened again', windows.reopenDetails());
  }

  // On a Mac, an app without windows stays in the dock. An app that started hidden stays, too: its only window was one in
  // which a report was printed.
  app.on('window-all-closed', () => {
    if (platform !== 'darwin' && windows.hasOpened()) app.quit();
  });
  const first = firstRequest(options);
  const opening = first === null ? null : openFirst(first.type === 'open' ? first.path : undefined);
  if (first !== null && first.type !== 'open') follow(first);
  // Before the first window is there, which may take long, or never be.
  openRequests.receive(follow);
  if (opening !== null) await unlessQuitting(opening);
  // Without a window and a visible icon, nobody could open or quit Lookout. Meanwhile, a later start may have opened one.
  else if (!(await unlessQuitting(options.trayVisibility.appears())) && windows.all().length === 0) {
    await unlessQuitting(openFirst());
  }
}

function firstRequest({ app, platform, commandLine }: FollowRequestsOptions): OpenRequest | null {
  // macOS cannot start Lookout with `--hidden` at login, but says whether it did start it.
  const openedAtLogin = platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
  return openRequestOf({ ...commandLine, hidden: commandLine.hidden || openedAtLogin });
}
