import type { ImportRequests } from '../../../contract/channels/imports.ts';
import type { Imports } from '../../importers/imports.ts';
import type { HandlersOf } from './handler.ts';

export interface ImportHandlerParts {
  readonly imports: Imports;
}

export function importHandlers({ imports }: ImportHandlerParts): HandlersOf<keyof ImportRequests> {
  return {
    'imports.read': ({ id, files, from }) => imports.read(files, { id, from }),
    'imports.add': ({ id, entries, history }) => imports.add(id, entries, history),
    'imports.progress': ({ id }) => imports.progress(id),
    'imports.cancel': ({ id }) => {
      imports.cancel(id);
      return null;
    },
    'imports.undo': async ({ id }) => {
      await imports.undo(id);
      return null;
    },
  };
}
