import type { ImportRequests } from '../../../contract/channels/imports.ts';
import type { Imports } from '../../importers/imports.ts';
import type { HandlersOf } from './handler.ts';

export interface ImportHandlerParts {
  readonly imports: Imports;
}

export function importHandlers({ imports }: ImportHandlerParts): HandlersOf<keyof ImportRequests> {
  return {
    'imports.read': ({ fileName, text }) => imports.read(fileName, text),
    'imports.add': ({ id, entries }) => imports.add(id, entries),
  };
}
