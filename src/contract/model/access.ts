import type { EpochMs, Json } from './units.ts';

/** What a client may do: see everything; also act on it, such as pause and acknowledge; or also change it. Each has those before. */
export const SCOPES = ['read', 'operate', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

/** A named token for the API. The token itself is shown once, when it is created; only its hash is stored. */
export interface ApiToken {
  readonly id: string;
  /** Unique; 1 to 100 characters. */
  readonly name: string;
  readonly scope: Scope;
  readonly createdAt: EpochMs;
  /** To the minute; null: never. */
  readonly lastUsedAt: EpochMs | null;
}

export interface CreatedToken {
  readonly view: ApiToken;
  /** It cannot be read again. */
  readonly token: string;
}

/** A field that a request changed. */
export interface AuditChange {
  /** Null: the whole object was added or removed. */
  readonly field: string | null;
  /**
   * Secrets are masked; texts and objects of more than 2,000 characters of JSON are cut to a text. Null: the field did
   * not exist.
   */
  readonly before: Json;
  readonly after: Json;
}

export interface AuditItem {
  readonly id: string;
  /** What people call it; empty: it has no name. */
  readonly name: string;
  readonly changes: readonly AuditChange[];
}

/** A request that changed something, or acted on it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: EpochMs;
  /** The name of the token; null: the owner, who has the app or the token of `lookout serve`. */
  readonly by: string | null;
  /** The request, such as `endpoints.update`. */
  readonly request: string;
  /** The objects that it concerned, at most 50. */
  readonly items: readonly AuditItem[];
  /** How many further objects it concerned. */
  readonly more: number;
}
