export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Milliseconds of duration. */
export type Ms = number;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Stable for the life of an endpoint; a rename keeps it and its history. It contains the endpoint's source: see `Source`. */
export type EndpointId = string;
/** The arguments of a request that takes none. */
export type Nothing = Readonly<Record<string, never>>;
