import { createSharedValue } from '../components/shared-value.ts';

/** The items that the dialog acknowledges: alerts, or the alerts and incidents of endpoints. */
export interface Acknowledging {
  /** Such as `Shop`, or `3 endpoints`. */
  readonly title: string;
  readonly ids?: readonly string[];
  readonly endpoints?: readonly string[];
  /** The previous note, if it is already acknowledged. */
  readonly by?: string;
  readonly note?: string;
}

/** The items of the open dialog; null: it is closed. The dialog is mounted once, in `App`. */
export const acknowledging = createSharedValue<Acknowledging | null>(null);
