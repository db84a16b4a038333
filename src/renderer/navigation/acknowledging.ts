import { createSharedValue } from '../components/shared-value.ts';

/** What the dialog acknowledges: alerts, or the alerts and incidents of endpoints. */
export interface Acknowledging {
  /** Such as `Shop`, or `3 endpoints`. */
  readonly title: string;
  readonly ids?: readonly string[];
  readonly endpoints?: readonly string[];
  /** What was said before, if it is acknowledged already. */
  readonly by?: string;
  readonly note?: string;
}

/** What the dialog is open for; null: it is closed. The dialog is mounted once, in `App`. */
export const acknowledging = createSharedValue<Acknowledging | null>(null);
