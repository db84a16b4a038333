/** What a kind provides whose steps can be recorded from what a person does in a browser. */
import type { LostStep } from '../../contract/channels/recordings.ts';
import type { Json } from '../../contract/model/units.ts';
import type { OpenRecordingWindow } from '../ports.ts';

/** What a kind has recorded so far. */
export interface RecordedSteps {
  /** The values of the fields that were recorded, such as the text of the steps. */
  readonly config: Readonly<Record<string, Json>>;
  readonly lost: readonly LostStep[];
}

export interface RecordingContext {
  /** Aborted when the recording is to end. */
  readonly signal: AbortSignal;
  /** Absent: the kind opens a window of a browser of this machine. */
  readonly openWindow?: OpenRecordingWindow | undefined;
  /** Called when the window is there, and after each change. */
  readonly onChange: (recorded: RecordedSteps) => void;
}

/** The exports of a kind's `record.ts`. */
export interface KindRecorder<Fields extends object = object> {
  /**
   * Records what a person does in a window. Settles when the window is closed or the signal is aborted, and closes it then.
   * @throws RequestError `cannotRecord`, or FailureError when the first page cannot be loaded
   */
  record(fields: Fields, context: RecordingContext): Promise<void>;
}
