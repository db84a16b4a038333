/** The machine's sleep and shutdown, told to the engine. */
import type { PowerMonitor } from 'electron';
import type { Engine } from '../engine/engine.ts';

/**
 * @param quit begins to quit; the system's shutdown waits for it
 * @returns what ends it
 */
export function followPower(
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>,
  engine: Pick<Engine, 'suspend' | 'resume'>,
  quit: () => void,
): () => void {
  const onSuspend = (): void => engine.suspend();
  const onResume = (): void => engine.resume();
  // Electron's types know no event here, its documentation does: preventing it asks the system for the moment that it
  // takes to flush the store.
  const onShutdown = (event?: { preventDefault(): void }): void => {
    event?.preventDefault();
    quit();
  };
  powerMonitor.on('suspend', onSuspend);
  powerMonitor.on('resume', onResume);
  powerMonitor.on('shutdown', onShutdown);
  return () => {
    powerMonitor.off('suspend', onSuspend);
    powerMonitor.off('resume', onResume);
    powerMonitor.off('shutdown', onShutdown);
  };
}
