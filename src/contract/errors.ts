export const REQUEST_ERROR_CODES = [
  /** There is no channel with this name. */
  'unknownChannel',
  /** The arguments are invalid; `issues` says where. */
  'invalid',
  /** There is no such endpoint. */
  'notFound',
  /** The endpoint comes from lookout.yaml and can only be changed there. */
  'readOnly',
  /**
   * The request contains a secret, and this system has no vault for it. The message is a question. To answer yes, set
   * `secretsWithoutVault: 'keep'` and send the request again.
   */
  'needsConsent',
  /** The engine is stopping, or the connection is gone. */
  'unavailable',
  /** A bug; the log has the stack. */
  'internal',
] as const;

export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number];

export interface Issue {
  /** The field, such as `endpoints[0].interval`; empty: the whole value. */
  readonly path: string;
  /** What is wrong and what would be accepted. */
  readonly message: string;
}

/** The answer to a request that cannot be carried out. Nothing was changed. */
export interface RequestFailure {
  readonly code: RequestErrorCode;
  readonly message: string;
  readonly issues: readonly Issue[];
}
