/** The problem of a line. */
export interface StepProblem {
  /** From 1. */
  readonly line: number;
  /** A `reason` of the issue `steps.line`. */
  readonly reason: string;
  /** The subject of the reason, such as a name. */
  readonly name?: string;
}

/** A line of the steps cannot be read. */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly problem: StepProblem;

  constructor(problem: StepProblem) {
    super(`${problem.reason} in line ${problem.line}`);
    this.problem = problem;
  }
}
