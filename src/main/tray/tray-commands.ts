/** Carries out what is chosen in the tray's menu. */
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import type { ShellView } from './engine-watch.ts';
import { pauseEnd } from './tray-model.ts';
import type { PauseTime, TrayCommand } from './tray-model.ts';

/** Quitting needs nothing that has to be there first. */
type CarriedOut = Exclude<TrayCommand, { type: 'quit' }>;

export interface TrayDesk {
  /** Something was chosen. Before `open`, the last of it is kept; quitting is at once at any time. */
  readonly take: (command: TrayCommand) => void;
  /** From now on all can be carried out. */
  readonly open: (carryOut: (command: CarriedOut) => void) => void;
}

/** The tray is there before the engine and the windows that its commands are about. */
export function createTrayDispatcher(quit: () => void): TrayDesk {
  let kept: CarriedOut | null = null;
  let carryOut = (command: CarriedOut): void => {
    kept = command;
  };
  return {
    take(command) {
      if (command.type === 'quit') quit();
      else carryOut(command);
    },
    open(to) {
      carryOut = to;
      if (kept !== null) to(kept);
    },
  };
}

export interface TrayCommandOptions {
  readonly engine: Pick<Engine, 'request'>;
  readonly view: () => ShellView;
  readonly open: (path?: string) => void;
  readonly now: () => number;
  readonly log: Log;
}

export function commandTray({ engine, view, open, now, log }: TrayCommandOptions): (command: CarriedOut) => void {
  function ids(paused: boolean): string[] {
    return [...view().endpoints].filter(([, { status }]) => (status === 'paused') === paused).map(([id]) => id);
  }

  /** A menu may be older than what it is about: then there is nothing to do. */
  async function onThose(some: string[], ask: (some: string[]) => Promise<unknown>): Promise<void> {
    if (some.length > 0) await ask(some);
  }

  /** Those that are paused already stay so for as long as they were meant to. */
  async function pauseAll(forTime: PauseTime): Promise<void> {
    const until = pauseEnd(forTime, now());
    await onThose(ids(false), (some) =>
      engine.request('endpoints.pause', { ids: some, ...(until === undefined ? {} : { until }) }),
    );
  }

  async function ask(command: CarriedOut): Promise<void> {
    switch (command.type) {
      case 'open':
        open(command.path);
        break;
      case 'checkAll':
        await onThose(ids(false), (some) => engine.request('endpoints.checkNow', { ids: some }));
        break;
      case 'pauseAll':
        await pauseAll(command.forTime);
        break;
      case 'resumeAll':
        await onThose(ids(true), (some) => engine.request('endpoints.resume', { ids: some }));
        break;
    }
  }

  return (command) => {
    ask(command).catch((error: unknown) => log('error', 'A command of the tray failed', { command, error }));
  };
}
