import type { Ms } from '../../contract/model/units.ts';

export interface Paced {
  /** Runs the action, at once or when the time since it last ran is over. Calls meanwhile are one. */
  readonly run: () => void;
  /** Forgets what is still to be run. */
  readonly cancel: () => void;
}

/** Runs an action at most once per `ms`, but always after the last call. */
export function paced(ms: Ms, act: () => void): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  const wait = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!isWanted) return;
      isWanted = false;
      act();
      wait();
    }, ms);
  };
  return {
    run() {
      if (timer === undefined) {
        act();
        wait();
      } else isWanted = true;
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
      isWanted = false;
    },
  };
}
