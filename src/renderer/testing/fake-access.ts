/** Test code: the named tokens and the audit log of a fake engine. */
import type { AccessRequests } from '../../contract/channels/access.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { ApiToken, AuditEntry } from '../../contract/model/access.ts';
import type { Answer, Args } from '../../contract/channels/index.ts';

type Handlers = { readonly [C in keyof AccessRequests]: (args: Args<C>) => Answer<C> };

/** @param push tells pages that something changed */
export function fakeAccess(now: () => number, push: (...changes: Change[]) => void): Handlers {
  let tokens: ApiToken[] = [];
  const entries: AuditEntry[] = [];
  const note = (request: string, id: string, name: string) => {
    entries.unshift({
      id: `a${entries.length}`,
      at: now(),
      by: null,
      request,
      items: [{ id, name, changes: [] }],
      more: 0,
    });
    push({ type: 'changed', what: 'tokens' }, { type: 'changed', what: 'audit' });
  };
  return {
    'tokens.list': () => tokens,
    'tokens.create': ({ name, scope }) => {
      const view: ApiToken = { id: `t${tokens.length + 1}`, name, scope, createdAt: now(), lastUsedAt: null };
      tokens = [...tokens, view];
      note('tokens.create', view.id, name);
      return { view, token: `lookout_${'x'.repeat(43)}` };
    },
    'tokens.revoke': ({ ids }) => {
      tokens = tokens.filter(({ id }) => !ids.includes(id));
      for (const id of ids) note('tokens.revoke', id, id);
      return null;
    },
    'audit.list': ({ limit }) => entries.slice(0, limit),
  };
}
