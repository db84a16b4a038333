import { createConnectivity } from './connectivity.ts';
import type { Clock, Log, Notifier, Ports, Timer, Timers } from './ports.ts';

export const systemClock: Clock = { now: () => Date.now(), mono: () => performance.now() };

export const systemTimers: Timers = {
  set: (callback, ms) => setTimeout(callback, ms) as unknown as Timer,
  clear: (timer) => clearTimeout(timer as unknown as NodeJS.Timeout),
};

/** The real clock, timers and network of this machine, for every host that runs on Node. */
export function createNodePorts(options: { readonly log: Log; readonly notifier: Notifier }): Ports {
  const connectivity = createConnectivity({ clock: systemClock, log: options.log });
  return { clock: systemClock, timers: systemTimers, connectivity, ...options };
}
