/** The machine's sleep, shutdown and battery, told to the engine. */
import type { PowerMonitor } from 'electron';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/ports.ts';

/** On battery, when the setting says so, intervals are this many times as long. */
const STRETCH = 2;

export interface PowerOptions {
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off' | 'isOnBatteryPower'>;
  readonly engine: Pick<Engine, 'suspend' | 'resume' | 'setStretch'>;
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

export function followPower({ powerMonitor, engine, stretches, quit, log }: PowerOptions): Power {
  let stretched = false;

  function refresh(): void {
    const wanted = stretches() && powerMonitor.isOnBatteryPower();
    if (wanted === stretched) return;
    stretched = wanted;
    engine.setStretch(wanted ? STRETCH : 1);
  }

  const onSuspend = (): void => engine.suspend();
  const onResume = (): void => {
    engine.resume();
    // The cable may have been pulled while it slept.
    refresh();
  };
  // Checks go on behind a locked screen: that is when somebody wants to be told afterwards. Kept for reading the log.
  const onLock = (): void => log('debug', 'The screen is locked');
  const onUnlock = (): void => log('debug', 'The screen is unlocked');
  // Electron's types know no event here, its documentation does: preventing it asks the system for the moment that it
  // takes to flush the store.
  const onShutdown = (event?: { preventDefault(): void }): void => {
    event?.preventDefault();
    quit();
  };
  powerMonitor.on('suspend', onSuspend);
  powerMonitor.on('resume', onResume);
  powerMonitor.on('lock-screen', onLock);
  powerMonitor.on('unlock-screen', onUnlock);
  powerMonitor.on('on-battery', refresh);
  powerMonitor.on('on-ac', refresh);
  powerMonitor.on('shutdown', onShutdown);
  refresh();

  return {
    refresh,
    dispose() {
      powerMonitor.off('suspend', onSuspend);
      powerMonitor.off('resume', onResume);
      powerMonitor.off('lock-screen', onLock);
      powerMonitor.off('unlock-screen', onUnlock);
      powerMonitor.off('on-battery', refresh);
      powerMonitor.off('on-ac', refresh);
      powerMonitor.off('shutdown', onShutdown);
    },
  };
}
