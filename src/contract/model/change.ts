import type { EpochMs, Json } from './units.ts';

/** A detail that a kind tracks (`DetailDescriptor.tracked`) and that differs from the previous check. */
export interface DetailChange {
  /** The name of the detail, such as `answers`. */
  readonly name: string;
  readonly before: Json;
  readonly after: Json;
}

/** A `DetailChange`, and the check that found it. */
export interface EndpointChange extends DetailChange {
  /** When that check began. */
  readonly at: EpochMs;
}
