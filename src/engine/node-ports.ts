import { createConnectivity } from './machine/connectivity.ts';
import type { Clock, Log, Notifier, Ports, Secrets, Timer, Timers } from './ports.ts';
import { createTemporarySecrets } from './secrets/key-secrets.ts';

export const systemClock: Clock = { now: () => Date.now(), mono: () => performance.now() };

export const systemTimers: Timers = {
  // A timer of 0 ms would wait 1 ms. The loop would go to sleep for it, and waking up costs more than most work.
  set: (callback, ms) => (ms > 0 ? setTimeout(callback, ms) : setImmediate(callback)) as unknown as Timer,
  clear(timer) {
    // Each of the two ignores a timer of the other type.
    clearTimeout(timer as unknown as NodeJS.Timeout);
    clearImmediate(timer as unknown as NodeJS.Immediate);
  },
};

export interface NodePortsOptions {
  readonly log: Log;
  readonly notifier: Notifier;
  /** Default: secrets become unreadable when this process ends, for hosts that store nothing. */
  readonly secrets?: Secrets;
}

/** The real clock, timers and network of this machine, for every host that runs on Node. */
export function createNodePorts({ log, notifier, secrets = createTemporarySecrets() }: NodePortsOptions): Ports {
  const connectivity = createConnectivity({ clock: systemClock, log });
  return { clock: systemClock, timers: systemTimers, connectivity, log, notifier, secrets };
}
