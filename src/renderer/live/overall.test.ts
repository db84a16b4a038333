import { expect, test } from 'vitest';
import type { Status } from '../../contract/model/endpoint.ts';
import { fakeView } from '../testing/fake-data.ts';
import { seededRandom } from '../../shared/testing/seeded-random.ts';
import { countStatuses, overall } from './overall.ts';

function say(...statuses: Status[]) {
  const views = statuses.map((status, index) => {
    const view = fakeView(index, seededRandom(1), 0, 1);
    return { ...view, state: { ...view.state, status } };
  });
  return overall(countStatuses(views));
}

test.each<[Status[], Status, string]>([
  [['up', 'up'], 'up', 'All 2 up'],
  [['up'], 'up', '1 up'],
  [['up', 'up', 'paused'], 'up', 'All 2 up'],
  [['up', 'pending'], 'up', '1 of 2 up'],
  [['up', 'degraded', 'down', 'down'], 'down', '2 down'],
  [['up', 'degraded', 'unknown'], 'degraded', '1 degraded'],
  [['up', 'unknown'], 'unknown', '1 unknown'],
  [['pending', 'pending'], 'pending', '2 pending'],
  [['paused', 'paused'], 'paused', 'All paused'],
  [[], 'pending', 'No endpoints'],
])('%j', (statuses, status, text) => expect(say(...statuses)).toEqual({ status, text }));
