/** Carries out the commands of the tray's menu. */
import type { Status } from '../../contract/model/endpoint.ts';
import type { Capabilities } from '../../contract/model/source.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import { capabilitiesOf } from '../../shared/endpoint-id.ts';
import { SILENCE_MINUTES } from '../system/notification-actions.ts';
import type { ShellView } from './engine-watch.ts';
import { pauseEnd } from './tray-model.ts';
import type { PauseTime, TrayCommand } from './tray-model.ts';

/** Every command but `quit`, which needs neither the engine nor windows. */
type EngineCommand = Exclude<TrayCommand, { type: 'quit' }>;

export interface TrayDispatcher {
  /** Carries out a command. Before `connect`, it keeps the last command; `quit` is always carried out at once. */
  readonly dispatch: (command: TrayCommand) => void;
  /** From now on, commands go to `carryOut`. */
  readonly connect: (carryOut: (command: EngineCommand) => void) => void;
}

/** The tray exists before the engine and the windows that its commands need. */
export function createTrayDispatcher(quit: () => void): TrayDispatcher {
  let kept: EngineCommand | null = null;
  let carryOut = (command: EngineCommand): void => {
    kept = command;
  };
  return {
    dispatch(command) {
      if (command.type === 'quit') quit();
      else carryOut(command);
    },
    connect(to) {
      carryOut = to;
      if (kept !== null) to(kept);
    },
  };
}

const isRunning = (status: Status): boolean => status !== 'paused';

/** A silence lists at most this many endpoints. */
const MAX_SILENCED = 1_000;

export interface TrayCommandsOptions {
  readonly engine: Pick<Engine, 'request'>;
  readonly view: () => ShellView;
  readonly open: (path?: string) => void;
  readonly now: () => number;
  readonly log: Log;
}

export function createTrayCommands({
  engine,
  view,
  open,
  now,
  log,
}: TrayCommandsOptions): (command: EngineCommand) => void {
  /** The endpoints with one of the statuses, of sources that are connected and can do it. */
  function ids(can: keyof Capabilities, has: (status: Status) => boolean): string[] {
    const { endpoints, sources } = view();
    return [...endpoints]
      .filter(([id, { status }]) => has(status) && capabilitiesOf(sources, id)[can])
      .map(([id]) => id);
  }

  function inTrouble(): string[] {
    return ids('respond', (status) => status === 'down' || status === 'degraded').slice(0, MAX_SILENCED);
  }

  /** The menu may be outdated, and there may be no such endpoint any more. */
  async function unlessEmpty(some: string[], request: (some: string[]) => Promise<unknown>): Promise<void> {
    if (some.length > 0) await request(some);
  }

  /** Endpoints that are already paused keep the end of their pause. */
  async function pauseAll(forTime: PauseTime): Promise<void> {
    const until = pauseEnd(forTime, now());
    await unlessEmpty(ids('pause', isRunning), (some) =>
      engine.request('endpoints.pause', { ids: some, ...(until === undefined ? {} : { until }) }),
    );
  }

  async function carryOut(command: EngineCommand): Promise<void> {
    switch (command.type) {
      case 'open':
        open(command.path);
        break;
      case 'checkAll':
        await unlessEmpty(ids('checkNow', isRunning), (some) => engine.request('endpoints.checkNow', { ids: some }));
        break;
      case 'pauseAll':
        await pauseAll(command.forTime);
        break;
      case 'acknowledge':
        await unlessEmpty(inTrouble(), (some) => engine.request('alerts.acknowledge', { endpoints: some }));
        break;
      case 'silence':
        await unlessEmpty(inTrouble(), (some) =>
          engine.request('silences.add', { match: { endpoints: some }, minutes: SILENCE_MINUTES }),
        );
        break;
      case 'resumeAll':
        await unlessEmpty(
          ids('pause', (status) => status === 'paused'),
          (some) => engine.request('endpoints.resume', { ids: some }),
        );
        break;
    }
  }

  return (command) => {
    carryOut(command).catch((error: unknown) => log('error', 'A tray command failed', { command, error }));
  };
}
