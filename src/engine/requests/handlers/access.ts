import type { AccessRequests } from '../../../contract/channels/access.ts';
import type { ApiTokens } from '../../access/api-tokens.ts';
import type { AuditLog } from '../../access/audit-log.ts';
import type { HandlersOf } from './handler.ts';

export interface AccessHandlerParts {
  readonly tokens: ApiTokens;
  readonly audit: AuditLog;
}

export function accessHandlers({ tokens, audit }: AccessHandlerParts): HandlersOf<keyof AccessRequests> {
  return {
    'tokens.list': () => tokens.list(),
    'tokens.create': ({ name, scope }) => tokens.create(name, scope),
    'tokens.revoke': async ({ ids }) => {
      await tokens.revoke(ids);
      return null;
    },
    'audit.list': (query) => audit.list(query),
  };
}
