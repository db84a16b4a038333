import type { RecordingRequests } from '../../../contract/channels/recordings.ts';
import type { Recordings } from '../../run/recordings.ts';
import type { HandlersOf } from './handler.ts';

export interface RecordingHandlerParts {
  readonly recordings: Pick<Recordings, 'start' | 'next' | 'stop'>;
}

export function recordingHandlers({ recordings }: RecordingHandlerParts): HandlersOf<keyof RecordingRequests> {
  return {
    'recordings.start': ({ config }) => recordings.start(config),
    'recordings.next': ({ id, version }) => recordings.next(id, version),
    'recordings.stop': ({ id }) => recordings.stop(id),
  };
}
