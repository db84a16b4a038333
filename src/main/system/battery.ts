/** Whether this machine runs on battery. */
import type { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import type { Log, Timer, Timers } from '../../engine/ports.ts';
import { readLinuxBattery } from './linux-battery.ts';

export interface Battery {
  /** As last known. */
  isInUse(): boolean;
  /** Asks the system again, for example after sleep. */
  refresh(): void;
  dispose(): void;
}

export interface ElectronBatteryOptions {
  readonly powerMonitor: Pick<EventEmitter, 'on' | 'off'> & Pick<PowerMonitor, 'isOnBatteryPower'>;
  readonly onChange: () => void;
}

/** On macOS and Windows, Electron reports changes. */
export function createElectronBattery({ powerMonitor, onChange }: ElectronBatteryOptions): Battery {
  powerMonitor.on('on-battery', onChange);
  powerMonitor.on('on-ac', onChange);
  return {
    isInUse: () => powerMonitor.isOnBatteryPower(),
    refresh: onChange,
    dispose() {
      powerMonitor.off('on-battery', onChange);
      powerMonitor.off('on-ac', onChange);
    },
  };
}

export interface LinuxBatteryOptions {
  readonly timers: Timers;
  readonly onChange: () => void;
  readonly log: Log;
  /** Default: reads what the kernel reports. */
  readonly read?: () => Promise<boolean>;
}

const LINUX_POLL_MS = 60_000;

/** On Linux, Electron knows nothing about the battery (electron/electron, `power-monitor.md`), so the kernel is asked. */
export function createLinuxBattery({ timers, onChange, log, read = readLinuxBattery }: LinuxBatteryOptions): Battery {
  let inUse = false;
  let disposed = false;
  let timer: Timer | null = null;

  async function poll(): Promise<void> {
    const now = await read();
    if (disposed) return;
    if (timer !== null) timers.clear(timer);
    timer = timers.set(refresh, LINUX_POLL_MS);
    if (now === inUse) return;
    inUse = now;
    onChange();
  }

  function refresh(): void {
    poll().catch((error: unknown) => log('warn', 'The battery could not be read', { error }));
  }
  refresh();

  return {
    isInUse: () => inUse,
    refresh,
    dispose() {
      disposed = true;
      if (timer !== null) timers.clear(timer);
    },
  };
}
