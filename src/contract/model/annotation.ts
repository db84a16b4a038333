import type { EndpointMatch } from './match.ts';
import type { Message } from './text.ts';
import type { EpochMs } from './units.ts';

/**
 * What an annotation says: `deploy` and `note` are by people and scripts. Lookout itself notes when an endpoint was edited
 * (`edit`), when this computer slept (`asleep`), and when its network was gone (`offline`).
 */
export type AnnotationKind = 'deploy' | 'note' | 'edit' | 'asleep' | 'offline';

/** Something that happened, for the time axis of charts. */
export interface Annotation {
  readonly id: string;
  readonly kind: AnnotationKind;
  readonly at: EpochMs;
  /** When it ended; null: it has no length, or it goes on (`open`). */
  readonly to: EpochMs | null;
  /** It goes on. */
  readonly open: boolean;
  /** What somebody wrote, at most 1,000 characters; empty for what Lookout notes itself. */
  readonly text: string;
  /** What Lookout noted, as a code of `src/i18n/codes/annotations.ts`; absent: somebody wrote the text. */
  readonly message?: Message;
  /** Who wrote it; empty: unknown. */
  readonly by: string;
  /** Which endpoints it concerns. */
  readonly match: EndpointMatch;
}
