import type { SourceRequests } from '../../../contract/channels/sources.ts';
import type { Sources } from '../../remote/sources.ts';
import type { HandlersOf } from './handler.ts';

export interface SourceHandlerParts {
  readonly sources: Sources;
}

export function sourceHandlers({ sources }: SourceHandlerParts): HandlersOf<keyof SourceRequests> {
  return {
    'sources.list': () => sources.configs(),
    'sources.save': ({ id, source }) => sources.save(id ?? null, source),
    'sources.remove': async ({ ids }) => {
      await sources.remove(ids);
      return null;
    },
    'sources.test': ({ id, source }) => sources.test(id ?? null, source),
  };
}
