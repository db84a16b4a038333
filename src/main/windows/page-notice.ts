/** Shows for a while, in the page, that it was reloaded. */
import type { Notice } from '../../contract/model/notices.ts';
import type { ReloadReason } from './page-recovery.ts';

/** Long enough for someone who comes back to the computer after a moment. */
const SHOWN_MS = 60_000;

const NOTICE = { id: 'page', level: 'warning', code: 'page.reloaded' } as const satisfies Partial<Notice>;

export interface PageNotice {
  show(reason: ReloadReason): void;
  dispose(): void;
}

export function createPageNotice(setNotice: (notice: Notice) => void, shownMs = SHOWN_MS): PageNotice {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    show(reason) {
      clearTimeout(timer);
      setNotice({ ...NOTICE, params: { reason }, active: true });
      timer = setTimeout(() => setNotice({ ...NOTICE, active: false }), shownMs);
    },
    dispose: () => clearTimeout(timer),
  };
}
