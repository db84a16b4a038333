export const REQUEST_ERROR_CODES = [
  /** No channel of that name. */
  'unknownChannel',
  /** The arguments do not fit; `issues` says where. */
  'invalid',
  /** There is no such endpoint. */
  'notFound',
  /** It comes from lookout.yaml and is changed there. */
  'readOnly',
  /**
   * It holds a secret, and this system has no vault for it. The message is a question; yes is the setting
   * `secretsWithoutVault: 'keep'` and the same request again.
   */
  'needsConsent',
  /** The engine is stopping, or the connection is gone. */
  'unavailable',
  /** A bug; the log has the stack. */
  'internal',
] as const;

export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number];

export interface Issue {
  /** The field, such as `endpoints[0].interval`; empty: the whole. */
  readonly path: string;
  /** What is wrong and what would be accepted. */
  readonly message: string;
}

/** How a request that cannot be carried out is answered. Nothing was changed. */
export interface RequestFailure {
  readonly code: RequestErrorCode;
  readonly message: string;
  readonly issues: readonly Issue[];
}
