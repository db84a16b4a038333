export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A duration in milliseconds. */
export type Ms = number;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/**
 * Stays the same for the life of an endpoint, also after a rename. It contains the endpoint's source: see `Source`.
 */
export type EndpointId = string;
/** The arguments of a request that takes none. */
export type Nothing = Readonly<Record<string, never>>;
