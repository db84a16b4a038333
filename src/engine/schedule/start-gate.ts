/** When checks may start: once their code has been warmed up, and while this machine is awake and has had time to connect. */
export interface StartGate {
  warmedUp(): void;
  /** The machine goes to sleep. */
  asleep(): void;
  /** The machine is awake, and is connected or has had enough time to connect. */
  awake(): void;
}

/** @param start starts the checks; called again when the machine wakes up */
export function createStartGate(start: () => void): StartGate {
  let isWarm = false;
  let isAwake = true;
  return {
    warmedUp() {
      isWarm = true;
      if (isAwake) start();
    },
    asleep() {
      isAwake = false;
    },
    awake() {
      isAwake = true;
      if (isWarm) start();
    },
  };
}
