/** The fake engine's answers to requests for exports of results; only for tests and the dev page. */
import type { ResultRequests } from '../../contract/channels/results.ts';
import type { ResultExport } from '../../contract/model/result-export.ts';

type Handlers = {
  [C in keyof ResultRequests]: (args: ResultRequests[C]['args']) => ResultRequests[C]['answer'];
};

/** Each request for the progress completes another quarter of the file. */
export function fakeExports(): Handlers {
  let last: ResultExport | null = null;
  return {
    'results.export': ({ format }) => {
      const fileName = `lookout-results-2026-10-01-to-2026-11-01.${format}`;
      last = { id: 'e1', fileName, state: 'waiting', done: 0, all: null, bytes: 0, problem: null };
      return last;
    },
    'results.progress': () => {
      if (last === null || last.state === 'cancelled') return last;
      const done = last.all === null ? 0 : last.done + 1000;
      last = { ...last, state: done === 4000 ? 'done' : 'running', done, all: 4000, bytes: done * 500 };
      return last;
    },
    'results.cancel': () => {
      if (last !== null) last = { ...last, state: 'cancelled' };
      return null;
    },
  };
}
