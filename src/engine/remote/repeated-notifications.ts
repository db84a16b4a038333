import type { Notification } from '../../contract/model/notices.ts';
import type { Ms } from '../../contract/model/units.ts';
import type { Clock } from '../ports.ts';

/** How long the same notification from two sources counts as a duplicate. */
const SAME_MS: Ms = 10 * 60_000;

/** Recognizes a notification that another source has sent too: both may follow the same Lookout. */
export class RepeatedNotifications {
  readonly #clock: Pick<Clock, 'mono'>;
  /** When each notification was shown, by its content without the source, on the monotonic clock. */
  readonly #shown = new Map<string, Ms>();

  constructor(clock: Pick<Clock, 'mono'>) {
    this.#clock = clock;
  }

  /** Records a notification. @returns whether the same one was recorded in the last minutes */
  isRepeated({ tag, code, params }: Notification): boolean {
    const now = this.#clock.mono();
    for (const [key, at] of this.#shown) if (now - at > SAME_MS) this.#shown.delete(key);
    const key = JSON.stringify([tag.slice(tag.indexOf('~') + 1), code, params]);
    if (this.#shown.has(key)) return true;
    this.#shown.set(key, now);
    return false;
  }
}
