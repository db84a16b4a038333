/** Schemas of fields that many channels have. */
import { z } from 'zod';
import { accepts } from '../base/accepts.ts';
import { STAND_IN } from '../check/secret-fields.ts';

/** An `http:` or `https:` URL. It may be a secret, so the stand-in of one is accepted too. */
export function acceptsHttpUrl() {
  return accepts('httpUrl', {}, z.string().trim().max(4_000).refine(isHttpUrl));
}

function isHttpUrl(text: string): boolean {
  if (text === STAND_IN) return true;
  const { protocol, hostname } = URL.parse(text) ?? { protocol: '', hostname: '' };
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}

/** A text that must be there, such as a token. */
export function requiredText(max = 4_000) {
  return accepts('textBetween', { min: 1, max }, z.string().trim().min(1).max(max));
}
