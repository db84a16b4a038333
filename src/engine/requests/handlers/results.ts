import type { ResultRequests } from '../../../contract/channels/results.ts';
import { RequestError } from '../../base/request-error.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import { MOST_EXPORTS, type ResultExports } from '../../store/export/result-exports.ts';
import type { HandlersOf } from './handler.ts';

export interface ResultHandlerParts {
  readonly registry: EndpointRegistry;
  /** Null: the data is only in memory. */
  readonly exports: ResultExports | null;
}

export function resultHandlers({ registry, exports }: ResultHandlerParts): HandlersOf<keyof ResultRequests> {
  return {
    'results.export': ({ from, to, ids, match = {}, format }) => {
      if (exports === null) throw new RequestError('noExport', {});
      if (exports.running >= MOST_EXPORTS) throw new RequestError('tooManyExports', { limit: MOST_EXPORTS });
      const endpoints = registry
        .matching(match, ids)
        .map(({ endpoint: { id, config } }) => ({ id, name: config.name, kind: config.kind }));
      if (endpoints.length === 0) throw new RequestError('nothingToExport', {});
      return exports.create({ from, to, endpoints }, format);
    },
    'results.progress': ({ id }) => exports?.get(id) ?? null,
    'results.cancel': ({ id }) => {
      exports?.cancel(id);
      return null;
    },
  };
}
