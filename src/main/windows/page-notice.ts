/** Shows for a while, in the page, that it was reloaded. */
import type { Notice } from '../../contract/model/notices.ts';
import type { ReloadReason } from './page-recovery.ts';

/** Long enough for someone who comes back to the computer after a moment. */
const SHOWN_MS = 60_000;

const NOTICE = { id: 'page', level: 'warning', title: 'This window was reloaded' } as const;

export interface PageNotice {
  show(reason: ReloadReason): void;
  dispose(): void;
}

export function createPageNotice(setNotice: (notice: Notice) => void, shownMs = SHOWN_MS): PageNotice {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const bodies = {
    crashed: 'Its process had crashed. Lookout continued to check your endpoints.',
    hung: 'It did not respond. Lookout continued to check your endpoints.',
  };
  return {
    show(reason) {
      clearTimeout(timer);
      setNotice({ ...NOTICE, body: bodies[reason], active: true });
      timer = setTimeout(() => setNotice({ ...NOTICE, body: '', active: false }), shownMs);
    },
    dispose: () => clearTimeout(timer),
  };
}
