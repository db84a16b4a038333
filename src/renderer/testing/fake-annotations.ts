/** How the fake engine answers requests for annotations; only for tests and the dev page. */
import type { AnnotationRequests } from '../../contract/channels/annotations.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { Annotation } from '../../contract/model/annotation.ts';

type Handlers = {
  [C in keyof AnnotationRequests]: (args: AnnotationRequests[C]['args']) => AnnotationRequests[C]['answer'];
};

export function fakeAnnotations(push: (...changes: Change[]) => void): Handlers {
  let annotations: Annotation[] = [];
  const changed = () => push({ type: 'changed', what: 'annotations' });
  return {
    'annotations.list': ({ from, to }) => annotations.filter(({ at }) => at >= from && at <= to),
    'annotations.add': ({ text, kind = 'note', at = Date.now(), to = null, match = {}, by = '' }) => {
      const added: Annotation = { id: `a${annotations.length}`, kind, at, to, open: false, text, by, match };
      annotations = [added, ...annotations];
      changed();
      return added;
    },
    'annotations.remove': ({ ids }) => {
      annotations = annotations.filter(({ id }) => !ids.includes(id));
      changed();
      return null;
    },
  };
}
