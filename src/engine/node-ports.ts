import { createConnectivity } from './connectivity.ts';
import type { Clock, Log, Notifier, Ports, Secrets, Timer, Timers } from './ports.ts';
import { createPassingSecrets } from './secrets/key-secrets.ts';

export const systemClock: Clock = { now: () => Date.now(), mono: () => performance.now() };

export const systemTimers: Timers = {
  set: (callback, ms) => setTimeout(callback, ms) as unknown as Timer,
  clear: (timer) => clearTimeout(timer as unknown as NodeJS.Timeout),
};

export interface NodePortsOptions {
  readonly log: Log;
  readonly notifier: Notifier;
  /** Default: secrets cannot be read any more after this process, which serves what keeps nothing. */
  readonly secrets?: Secrets;
}

/** The real clock, timers and network of this machine, for every host that runs on Node. */
export function createNodePorts({ log, notifier, secrets = createPassingSecrets() }: NodePortsOptions): Ports {
  const connectivity = createConnectivity({ clock: systemClock, log });
  return { clock: systemClock, timers: systemTimers, connectivity, log, notifier, secrets };
}
