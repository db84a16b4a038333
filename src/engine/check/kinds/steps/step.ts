/** The steps of a journey, as `parse-steps.ts` reads them. */
import type { Ms } from '../../../../contract/model/units.ts';
import type { BodyType } from '../../http/request-body.ts';

interface StepBase {
  /** The name for people. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** Whether the journey continues when it fails. */
  readonly mayFail: boolean;
  /** How often it is repeated at most when it fails. */
  readonly retries: number;
}

/** The lines of a step's texts, from 1, by their names: `header 0`, `form NAME`, `body`, `extract 1`. */
export type TextLines = Readonly<Record<string, number>>;

/** The requirements on an answer. */
interface Asking extends StepBase {
  readonly lines: TextLines;
  readonly extract: readonly (readonly [name: string, source: string])[];
  readonly conditions: readonly string[];
}

export interface RequestStep extends Asking {
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
}

/** A unary call of gRPC. */
export interface GrpcStep extends Asking {
  readonly type: 'grpc';
  /** `grpc://host:port/service/method`, with `grpcs` for TLS. */
  readonly url: string;
  /** The metadata of the call. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The request message, as JSON. */
  readonly body: string;
  /** The text of a .proto file; empty: the server is asked by reflection. */
  readonly proto: string;
}

/** The steps of another endpoint of this kind, with the values and the connection of that endpoint. */
export interface JourneyStep extends Asking {
  readonly type: 'journey';
  /** The name of the endpoint. */
  readonly reference: string;
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

/** A step with an answer, from which values can be extracted. */
export type AskingStep = RequestStep | GrpcStep | JourneyStep;

export type Step = AskingStep | WaitStep | GroupStep;

/** All steps that have an answer, in the order in which they are run. */
export function askingSteps(steps: readonly Step[]): readonly AskingStep[] {
  return steps.flatMap((step) => {
    if (step.type === 'group') return askingSteps(step.steps);
    return step.type === 'wait' ? [] : [step];
  });
}

/** The URLs that the steps name, in their order. */
export function urlsOf(steps: readonly Step[]): readonly string[] {
  return askingSteps(steps).flatMap((step) => (step.type === 'journey' ? [] : [asWebUrl(step.url)]));
}

/** A URL with `http:` and `https:` in place of `grpc:` and `grpcs:`, so that the URL parser knows host and origin. */
export function asWebUrl(url: string): string {
  return url.replace(/^grpc(s?):\/\//iu, 'http$1://');
}
