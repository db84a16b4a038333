import { basic } from '../../../check/fields/credentials.ts';
import { callService, type Call } from '../../call-service.ts';
import type { ChannelSender } from '../../channel-kind.ts';
import { fit, groupKey } from '../../message-parts.ts';
import type { JiraFields } from './descriptor.ts';

interface Found {
  readonly issues: readonly { readonly key: string }[];
}

interface Transitions {
  readonly transitions: readonly { readonly id: string; readonly name: string }[];
}

export const sender: ChannelSender<JiraFields> = {
  send(fields, message, { signal }) {
    const { server, email, token, project, issueType } = fields;
    const authorization = email === '' ? `Bearer ${token}` : basic(email, token);
    const headers = { authorization, accept: 'application/json' };
    const label = groupKey(message);
    return callService(signal, async (call) => {
      const query = new URLSearchParams({
        jql: `project = "${project}" AND labels = "${label}"`,
        fields: 'status',
        maxResults: '1',
      });
      // Jira Data Center has no other search.
      const search = email === '' ? 'search' : 'search/jql';
      const { issues } = await call<Found>(`${server}/rest/api/2/${search}?${query.toString()}`, { headers });
      const known = issues[0]?.key;
      if (known === undefined) {
        if (message.resolved) return 'No open issue';
        const issue = {
          project: { key: project },
          issuetype: { name: issueType },
          summary: fit(message.title, 250),
          description: message.text,
          labels: ['lookout', label],
        };
        const { key } = await call<{ readonly key: string }>(`${server}/rest/api/2/issue`, {
          headers,
          body: { fields: issue },
        });
        return key;
      }
      const url = `${server}/rest/api/2/issue/${encodeURIComponent(known)}`;
      await call(`${url}/comment`, { headers, body: { body: `${message.title}\n${message.text}` } });
      if (message.resolved) await close(call, url, headers, fields.doneTransition);
      return known;
    });
  },
};

async function close(call: Call, url: string, headers: Readonly<Record<string, string>>, name: string): Promise<void> {
  if (name === '') return;
  const { transitions } = await call<Transitions>(`${url}/transitions`, { headers });
  const done = transitions.find((one) => one.name.toLowerCase() === name.toLowerCase());
  // Somebody has closed it by hand, or the workflow has no such transition.
  if (done !== undefined) await call(`${url}/transitions`, { headers, body: { transition: { id: done.id } } });
}
