import type { Notice } from '../../contract/model/notices.ts';
import type { LogFile } from '../system/log-file.ts';
import type { CommandLine } from './command-line.ts';
import type { OpenRequests } from './open-requests.ts';
import type { Quit } from './quit.ts';

/** What `startDesktop` needs, which exists before the app is ready. */
export interface DesktopOptions {
  readonly commandLine: CommandLine;
  readonly logFile: LogFile;
  /** The folder of the log. */
  readonly logs: string;
  readonly openRequests: OpenRequests;
  readonly quit: Quit;
  /** The part that was added last is stopped first. */
  readonly running: AsyncDisposableStack;
  /** Called with the function that shows notices in the page, as soon as there is one. */
  readonly onNotices: (setNotice: (notice: Notice) => void) => void;
}
