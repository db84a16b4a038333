import type { Network } from '../../contract/model/notices.ts';
import type { Connectivity, Timer, Timers } from '../ports.ts';

/** A network is usually back within seconds of the machine. */
const ASK_EVERY_MS = 2000;
/** After this many tries, checks start anyway: those that cannot be judged are `unknown`, and never downtime. */
const TRIES = 15;

export interface WakeOptions {
  readonly timers: Timers;
  readonly connectivity: Connectivity;
  readonly onNetwork: (network: Network) => void;
  /** Time to go on checking. */
  readonly onAwake: () => void;
}

/** After sleep: asks whether there is a network before anything is checked. */
export interface Wake {
  start(): void;
  /** Stops asking, because the machine sleeps again or Lookout stops. */
  stop(): void;
}

export function createResumeAfterSleep({ timers, connectivity, onNetwork, onAwake }: WakeOptions): Wake {
  let round = 0;
  let timer: Timer | null = null;

  /** `whyOffline` never rejects. */
  async function ask(mine: number, tries: number): Promise<void> {
    timer = null;
    const reason = await connectivity.whyOffline('');
    if (mine !== round) return;
    onNetwork({ online: reason === null, reason });
    if (reason === null || tries <= 1) onAwake();
    else timer = timers.set(() => void ask(mine, tries - 1), ASK_EVERY_MS);
  }

  function stop(): void {
    round++;
    if (timer !== null) timers.clear(timer);
    timer = null;
  }

  return {
    start() {
      stop();
      void ask(round, TRIES);
    },
    stop,
  };
}
