import { callService } from '../../call-service.ts';
import type { ChannelSender } from '../../channel-kind.ts';
import { fit, groupKey, markdown } from '../../message-parts.ts';
import type { GithubFields } from './descriptor.ts';

/** The fields of an issue that are used. */
interface Issue {
  readonly number: number;
  readonly body: string | null;
}

export const sender: ChannelSender<GithubFields> = {
  send({ token, repository, label, server }, message, { signal }) {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    };
    const issues = `${server}/repos/${repository}/issues`;
    // Invisible in the rendered issue.
    const mark = `<!-- ${groupKey(message)} -->`;
    return callService(signal, async (call) => {
      const open = await call<Issue[]>(`${issues}?state=open&per_page=100&labels=${encodeURIComponent(label)}`, {
        headers,
      });
      const known = open.find(({ body }) => body?.includes(mark) === true);
      if (known === undefined) {
        // There is no open issue to close.
        if (message.resolved) return 'No open issue';
        const body = `${markdown(message)}\n\n${mark}`;
        const { number } = await call<Issue>(issues, {
          headers,
          body: { title: fit(message.title, 250), body, labels: [label] },
        });
        return `Issue #${number}`;
      }
      const issue = `${issues}/${known.number}`;
      await call(`${issue}/comments`, { headers, body: { body: markdown(message) } });
      if (message.resolved) {
        await call(issue, { method: 'PATCH', headers, body: { state: 'closed', state_reason: 'completed' } });
      }
      return `Issue #${known.number}`;
    });
  },
};
