/** How the mail channel signs in: with a password, an access token, or access tokens that it requests itself. */
import { createHash } from 'node:crypto';
import type { EpochMs } from '../../../../contract/model/units.ts';
import type { EmailFields } from './descriptor.ts';

interface AccessToken {
  readonly accessToken: string;
  readonly expires: EpochMs;
}

/** Access tokens that are still valid, by what they were requested with, so that not every email requests one. */
const known = new Map<string, AccessToken>();

export type Auth =
  | { readonly user: string; readonly pass: string }
  | {
      readonly type: 'OAuth2';
      readonly user: string;
      readonly accessToken?: string;
      readonly expires?: EpochMs;
      readonly clientId?: string;
      readonly clientSecret?: string;
      readonly refreshToken?: string;
      readonly accessUrl?: string;
      readonly customParams?: { readonly scope: string };
    };

/** @returns null: it does not sign in */
export function authOf(fields: EmailFields, now: EpochMs): Auth | null {
  const { username, password, accessToken, refreshToken, clientId, clientSecret, tokenUrl, scope } = fields;
  if (username === '') return null;
  if (refreshToken !== '') {
    const valid = known.get(keyOf(fields));
    return {
      type: 'OAuth2',
      user: username,
      clientId,
      clientSecret,
      refreshToken,
      accessUrl: tokenUrl,
      ...(scope === '' ? {} : { customParams: { scope } }),
      ...(valid === undefined || valid.expires <= now ? {} : valid),
    };
  }
  return accessToken === '' ? { user: username, pass: password } : { type: 'OAuth2', user: username, accessToken };
}

/** Keeps an access token that was requested. Without an end, it is used once. */
export function keepToken(fields: EmailFields, { accessToken, expires }: AccessToken): void {
  if (expires > 0) known.set(keyOf(fields), { accessToken, expires });
}

function keyOf({ username, tokenUrl, clientId, clientSecret, refreshToken, scope }: EmailFields): string {
  const parts = JSON.stringify([username, tokenUrl, clientId, clientSecret, refreshToken, scope]);
  return createHash('sha256').update(parts).digest('hex');
}

/** The refusals of a token server that another attempt does not change (RFC 6749, 5.2). */
const FINAL =
  /^(?:invalid_request|invalid_client|invalid_grant|unauthorized_client|unsupported_grant_type|invalid_scope|access_denied)\b/u;

/**
 * Whether signing in failed for good, when the mail server did not answer.
 * @param error nodemailer's; its `originalCode` is that of the error behind it, such as `EOAUTH2` or `ECONNREFUSED`
 */
export function isRefusedForGood(error: Error & { readonly originalCode?: string }): boolean {
  // The token server's answer was not JSON.
  if (error instanceof SyntaxError) return false;
  if (error.originalCode === undefined) return true;
  return error.originalCode === 'EOAUTH2' && FINAL.test(error.message);
}
