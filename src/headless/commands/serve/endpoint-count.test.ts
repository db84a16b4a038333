import { expect, test } from 'vitest';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Answer, Channel } from '../../../contract/channels/index.ts';
import type { Change, Push } from '../../../contract/channels/snapshot.ts';
import { countEndpoints } from './endpoint-count.ts';

test('counts the endpoints of the snapshot, and follows later pushes', async () => {
  let listener: (push: Push) => void = () => undefined;
  const push = (seq: number, ...changes: Change[]) => listener({ seq, at: 0, changes });
  const view = (id: string) => ({ endpoint: { id } }) as EndpointView;
  const count = await countEndpoints({
    onPush(given) {
      listener = given;
      return () => undefined;
    },
    async request<C extends Channel>() {
      // Two pushes arrive before the snapshot: it contains only the first one.
      push(4, { type: 'removed', id: 'a' });
      push(6, { type: 'endpoint', view: view('c') });
      return { seq: 5, endpoints: [view('a'), view('b')], incidents: [], next: null } as unknown as Answer<C>;
    },
  });
  expect(count()).toBe(3);
  push(7, { type: 'removed', id: 'b' }, { type: 'removed', id: 'never there' });
  push(8, { type: 'endpoint', view: view('a') }, { type: 'endpoint', view: view('berlin~a') });
  expect(count()).toBe(2);
});
