/** The steps of a journey, as `parse-steps.ts` reads them. */
import type { Ms } from '../../../../contract/model/units.ts';
import type { BodyType } from '../../http/request-body.ts';

interface StepBase {
  /** As people read it. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** Whether the journey goes on when it fails. */
  readonly mayFail: boolean;
  /** How often it is repeated at most when it fails. */
  readonly retries: number;
}

export interface RequestStep extends StepBase {
  readonly type: 'request';
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bodyType: BodyType;
  readonly body: string;
  readonly variables: string;
  readonly form: Readonly<Record<string, string>>;
  readonly acceptedStatus: string;
  readonly followRedirects: boolean;
  readonly extract: readonly (readonly [name: string, source: string])[];
  readonly conditions: readonly string[];
}

export interface WaitStep extends StepBase {
  readonly type: 'wait';
  readonly ms: Ms;
}

/** A journey inside the journey. */
export interface GroupStep extends StepBase {
  readonly type: 'group';
  readonly steps: readonly Step[];
}

export type Step = RequestStep | WaitStep | GroupStep;

/** All requests, in the order in which they are sent. */
export function requestsOf(steps: readonly Step[]): readonly RequestStep[] {
  return steps.flatMap((step) => {
    if (step.type === 'request') return [step];
    return step.type === 'group' ? requestsOf(step.steps) : [];
  });
}
