import type { AnnotationRequests } from '../../../contract/channels/annotations.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { Annotations } from '../../history/annotations.ts';
import type { HandlersOf } from './handler.ts';

export interface AnnotationHandlerParts {
  readonly registry: EndpointRegistry;
  readonly annotations: Annotations;
}

export function annotationHandlers(parts: AnnotationHandlerParts): HandlersOf<keyof AnnotationRequests> {
  const { registry, annotations } = parts;
  return {
    'annotations.list': ({ id, ...range }) =>
      annotations.list({ ...range, endpoint: id === undefined ? null : registry.get(id).endpoint }),
    'annotations.add': (args) => annotations.add(args),
    'annotations.remove': async ({ ids }) => {
      await annotations.remove(ids);
      return null;
    },
  };
}
