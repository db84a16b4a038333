/** Carries out what is chosen in the tray's menu. */
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/ports.ts';
import type { ShellView } from './engine-watch.ts';
import type { TrayCommand } from './tray-model.ts';

export interface TrayCommandOptions {
  readonly engine: Pick<Engine, 'request'>;
  readonly view: () => ShellView;
  readonly open: (path?: string) => void;
  readonly quit: () => void;
  readonly log: Log;
}

export function commandTray({ engine, view, open, quit, log }: TrayCommandOptions): (command: TrayCommand) => void {
  function ids(paused: boolean): string[] {
    return [...view().endpoints].filter(([, { status }]) => (status === 'paused') === paused).map(([id]) => id);
  }

  async function ask(command: TrayCommand): Promise<void> {
    switch (command.type) {
      case 'open':
        open(command.path);
        break;
      case 'checkAll':
        await engine.request('endpoints.checkNow', { ids: ids(false) });
        break;
      case 'pauseAll':
        await engine.request('endpoints.pause', { ids: ids(false) });
        break;
      case 'resumeAll':
        await engine.request('endpoints.resume', { ids: ids(true) });
        break;
      case 'quit':
        quit();
        break;
    }
  }

  return (command) => {
    ask(command).catch((error: unknown) => log('error', 'A command of the tray failed', { command, error }));
  };
}
