/** Tells in the page that it was loaded anew, for a while. */
import type { Notice } from '../../contract/model/notices.ts';

/** Long enough to be read by somebody who comes back to the machine within a moment. */
const SHOWN_MS = 60_000;

const NOTICE = { id: 'page', level: 'warning', title: 'This window was loaded anew' } as const;

export interface PageNotice {
  tell(trouble: 'crashed' | 'hung'): void;
  dispose(): void;
}

export function createPageNotice(setNotice: (notice: Notice) => void, shownMs = SHOWN_MS): PageNotice {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const bodies = {
    crashed: 'Its process had crashed. Lookout went on checking meanwhile.',
    hung: 'It did not answer any more. Lookout went on checking meanwhile.',
  };
  return {
    tell(trouble) {
      clearTimeout(timer);
      setNotice({ ...NOTICE, body: bodies[trouble], active: true });
      timer = setTimeout(() => setNotice({ ...NOTICE, body: '', active: false }), shownMs);
    },
    dispose: () => clearTimeout(timer),
  };
}
