import type { EndpointMatch } from './match.ts';
import type { Message } from './text.ts';
import type { EpochMs } from './units.ts';

/**
 * The kind of event: `deploy` and `note` are by people and scripts. Lookout itself adds annotations when an endpoint
 * was edited (`edit`), when this computer slept (`asleep`), and when its network was gone (`offline`).
 */
export type AnnotationKind = 'deploy' | 'note' | 'edit' | 'asleep' | 'offline';

/** Something that happened, for the time axis of charts. */
export interface Annotation {
  readonly id: string;
  readonly kind: AnnotationKind;
  readonly at: EpochMs;
  /** When it ended; null: it has no length, or it continues (`open`). */
  readonly to: EpochMs | null;
  /** Whether it continues. */
  readonly open: boolean;
  /** The text of a person or script, at most 1,000 characters; empty for Lookout's own annotations. */
  readonly text: string;
  /**
   * The message of Lookout's own annotation, with a code of `src/i18n/codes/annotations.ts`; absent: a person or script
   * wrote the text.
   */
  readonly message?: Message;
  /** Who wrote it; empty: unknown. */
  readonly by: string;
  /** Which endpoints it concerns. */
  readonly match: EndpointMatch;
}
