import type { EndpointId } from './units.ts';

/** Which endpoints something applies to. All fields that are present must match; without any, all endpoints match. */
export interface EndpointMatch {
  /** One of these endpoints: ids, or whole names. */
  readonly endpoints?: readonly EndpointId[] | undefined;
  readonly group?: string | undefined;
  readonly tag?: string | undefined;
  /** A pattern for the whole name. `*` stands for any text; upper and lower case are the same. */
  readonly name?: string | undefined;
  /** The kind of check, such as `http`. */
  readonly kind?: string | undefined;
}
