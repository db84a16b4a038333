import type { EndpointInput } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { Json } from '../model/units.ts';

/** Requests that record steps while a person does them in a window on the computer that runs Lookout. */
export interface RecordingRequests {
  'recordings.start': { args: { config: EndpointInput }; answer: Recording };
  'recordings.next': { args: { id: number; version: number }; answer: Recording };
  'recordings.stop': { args: { id: number }; answer: Recording };
}

/** One sentence for each request, for `docs/api.md`. */
export const RECORDING_CHANNELS = {
  'recordings.start':
    'Opens a browser window on the computer that runs Lookout, and records what a person does in it as steps. The window uses the other fields of `config`. Only for kinds whose steps can be recorded. Ends a recording that is under way.',
  'recordings.next':
    'Answers with the recording as soon as it is newer than `version`, or after some seconds. A recording ends when nobody has asked for it for a minute.',
  'recordings.stop': 'Ends the recording, closes its window, and answers with all of it.',
} as const satisfies Record<keyof RecordingRequests, string>;

/** What has been recorded so far. */
export interface Recording {
  readonly id: number;
  /** Grows with each change. */
  readonly version: number;
  /** True: nothing will be added, because it was stopped or its window was closed. */
  readonly ended: boolean;
  /** The fields of the endpoint that were recorded: the steps, and the values in them. Those of secrets are empty. */
  readonly config: Readonly<Record<string, Json>>;
  /** What could not be recorded, at most 20. */
  readonly lost: readonly LostStep[];
  /** Why the recording has ended by itself; null: it has not. */
  readonly failure: Failure | null;
}

/** Something that a person did and that is not among the steps. */
export interface LostStep {
  /**
   * `unnamed`: nothing tells the element from others. `frame`: it is in a frame. `control`: Lookout cannot fill in this type of control.
   * `window`: it opened another window. `secret`: a part of an address that may be a secret. `full`: there are as many steps as there can be.
   */
  readonly reason: 'unnamed' | 'frame' | 'control' | 'window' | 'secret' | 'full';
  /** The element, in words for people; may be empty. */
  readonly what: string;
}
