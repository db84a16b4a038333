/** The machine's sleep, shutdown and battery, told to the engine. */
import type { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';

/** On battery, when the setting says so, intervals are this many times as long. */
const STRETCH = 2;

export interface PowerOptions {
  readonly powerMonitor: Pick<EventEmitter, 'on' | 'off'> & Pick<PowerMonitor, 'isOnBatteryPower'>;
  readonly engine: Pick<Engine, 'suspend' | 'resume' | 'setIntervalMultiplier'>;
  /** Whether intervals are to be stretched on battery. */
  readonly stretches: () => boolean;
  /** Begins to quit; the system's shutdown waits for it. */
  readonly quit: () => void;
  readonly log: Log;
}

export interface Power {
  /** The setting may be another one. */
  refresh(): void;
  dispose(): void;
}

interface Preventable {
  preventDefault(): void;
}

export function followPower({ powerMonitor, engine, stretches, quit, log }: PowerOptions): Power {
  let stretched = false;

  function refresh(): void {
    const wanted = stretches() && powerMonitor.isOnBatteryPower();
    if (wanted === stretched) return;
    stretched = wanted;
    engine.setIntervalMultiplier(wanted ? STRETCH : 1);
  }

  const listeners: Readonly<Record<string, (event?: Preventable) => void>> = {
    suspend: () => engine.suspend(),
    resume() {
      engine.resume();
      // The cable may have been pulled while it slept.
      refresh();
    },
    // Checks go on behind a locked screen: that is when somebody wants to be told afterwards. Kept for reading the log.
    'lock-screen': () => log('debug', 'The screen is locked'),
    'unlock-screen': () => log('debug', 'The screen is unlocked'),
    'on-battery': refresh,
    'on-ac': refresh,
    // Electron's types know no event here, its documentation does: preventing it asks the system for the moment that it
    // takes to flush the store.
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
      for (const [name, listener] of Object.entries(listeners)) powerMonitor.off(name, listener);
    },
  };
}
