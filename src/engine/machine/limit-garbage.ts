import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const MB = 2 ** 20;
/** The most that new objects of the main thread take. V8's own limit is 128 MB. */
const NEW_OBJECTS = 8 * MB;
/** By how many percent older objects grow until V8 collects garbage among them. V8 by itself waits for up to 300 %. */
const OLD_GROWTH = 50;
/** What new objects of a thread that is started later may take from the start, in MB: half of it is for copies. */
const THREAD_MB = 2;

/**
 * Keeps less garbage in memory, for about the same CPU time. Sockets and promises of checks live longer than one collection, and
 * V8 takes that as a reason to collect less often: 10,000 endpoints took 502 MB, and with these limits 270.
 *
 * Only a new process can be given the largest size of a heap, and neither Electron's main process nor a process that already
 * runs accepts one. But each time that V8 could let a part of the heap grow, it asks by how much. All threads of the
 * process have the same limits. Compiled code that was stored without them is not used with them, so call it after most code is loaded.
 * @returns removes the limits. To be called before the process ends, or the code that it stores could not be used by the next.
 */
export function limitGarbage(): () => void {
  let grows = true;
  const letGrow = (may: boolean) => {
    if (may !== grows) setFlagsFromString(`--semi-space-growth-factor=${may ? 2 : 1}`);
    grows = may;
  };
  const adapt = () => {
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    letGrow((space?.space_size ?? 0) * 2 <= NEW_OBJECTS);
  };
  setFlagsFromString(`--heap-growing-percent=${OLD_GROWTH}`);
  setFlagsFromString(`--min-semi-space-size=${THREAD_MB}`);
  const observer = new PerformanceObserver(adapt);
  observer.observe({ entryTypes: ['gc'] });
  adapt();
  return () => {
    observer.disconnect();
    letGrow(true);
    setFlagsFromString('--heap-growing-percent=0');
    setFlagsFromString('--min-semi-space-size=0');
  };
}
