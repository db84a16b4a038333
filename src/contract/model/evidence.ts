/**
 * What is kept of a failed check besides its result, for people who look into an incident. It is stored with the
 * incident and read when a person opens it.
 */

/** In the order in which they are shown. */
export const EVIDENCE_NAMES = [
  /** The request as it was sent, without secrets. */
  'request',
  /** The head of the answer. */
  'answer',
  /** The start of the answer's body, or what the service sent. */
  'body',
  /** The names that were looked up, and their addresses. */
  'lookups',
  /** A screenshot of the page; a PNG image in base64. */
  'screenshot',
  /** The requests of the page, as HAR (JSON). */
  'har',
  /** The state of this machine. */
  'machine',
  /** The route to the endpoint, as the system's program shows it. */
  'route',
] as const;

export type EvidenceName = (typeof EVIDENCE_NAMES)[number];

export interface EvidencePart {
  readonly name: EvidenceName;
  /** Text as it was received or printed, or an image in base64. At most `EVIDENCE_CHARACTERS`. */
  readonly content: string;
  /** True: there was more. */
  readonly cut: boolean;
}

/** The most characters of one part; images and HAR may be eight times as long. */
export const EVIDENCE_CHARACTERS = 65_536;
