/** Reports the machine's sleep, shutdown and battery to the engine. */
import type { EventEmitter } from 'node:events';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import type { Battery } from './battery.ts';

/** On battery, if the setting is on, intervals are this many times as long. */
const BATTERY_MULTIPLIER = 2;

export interface PowerOptions {
  readonly powerMonitor: Pick<EventEmitter, 'on' | 'off'>;
  /** Creates the machine's battery. `onChange`: it may be in use or not any more. */
  readonly createBattery: (onChange: () => void) => Battery;
  readonly engine: Pick<Engine, 'suspend' | 'resume' | 'setIntervalMultiplier'>;
  /** Whether checks run less often on battery. */
  readonly slowsOnBattery: () => boolean;
  /** Starts to quit. The system's shutdown waits for it. */
  readonly quit: () => void;
  readonly log: Log;
}

export interface Power {
  /** The setting may have changed. */
  refresh(): void;
  dispose(): void;
}

interface Preventable {
  preventDefault(): void;
}

export function followPower(options: PowerOptions): Power {
  const { powerMonitor, createBattery, engine, slowsOnBattery, quit, log } = options;
  let slowed = false;

  function refresh(): void {
    const slows = slowsOnBattery() && battery.isInUse();
    if (slows === slowed) return;
    slowed = slows;
    engine.setIntervalMultiplier(slows ? BATTERY_MULTIPLIER : 1);
  }
  const battery = createBattery(refresh);

  // On Linux, only `suspend`, `resume` and `shutdown` come. On Windows, `session-end.ts` replaces `shutdown`.
  const listeners: Readonly<Record<string, (event?: Preventable) => void>> = {
    suspend: () => engine.suspend(),
    resume() {
      engine.resume();
      // The power cable may have been unplugged during sleep.
      battery.refresh();
    },
    // Checks continue while the screen is locked. These lines help to read the log.
    'lock-screen': () => log('debug', 'The screen is locked'),
    'unlock-screen': () => log('debug', 'The screen is unlocked'),
    // Preventing it asks the system for the time to write the store. Electron documents the event's argument, but its
    // types do not have it.
    shutdown(event) {
      event?.preventDefault();
      quit();
    },
  };
  for (const [name, listener] of Object.entries(listeners)) powerMonitor.on(name, listener);
  refresh();

  return {
    refresh,
    dispose() {
      battery.dispose();
      for (const [name, listener] of Object.entries(listeners)) powerMonitor.off(name, listener);
    },
  };
}
