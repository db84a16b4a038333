import type { ApiToken, AuditEntry, CreatedToken, Scope } from '../model/access.ts';
import type { EpochMs, Nothing } from '../model/units.ts';

/** Requests for the tokens of the API, and for the audit log. */
export interface AccessRequests {
  'tokens.list': { args: Nothing; answer: ApiToken[] };
  'tokens.create': { args: { name: string; scope: Scope }; answer: CreatedToken };
  'tokens.revoke': { args: { ids: string[] }; answer: null };
  'audit.list': { args: { before?: EpochMs; limit: number }; answer: AuditEntry[] };
}

/** One sentence per request, for `docs/api.md`. */
export const ACCESS_CHANNELS = {
  'tokens.list': 'The named tokens of the API, without the tokens themselves.',
  'tokens.create':
    'Adds a named token, and answers with the token itself, which cannot be read again. Its scope says which requests it may send.',
  'tokens.revoke': 'Removes tokens. From now on, they give no access.',
  'audit.list': 'Who has changed what, newest first, at most 500 at a time. Secrets are masked.',
} as const satisfies Record<keyof AccessRequests, string>;
