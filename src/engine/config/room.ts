/** Whether what stays and what is new fit into the lists of Lookout together. */
import type { Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import type { ListStores } from './list-stores.ts';
import type { ListPlan, PlannedList } from './plan-list.ts';

type Plans = ReadonlyMap<PlannedList, Pick<ListPlan, 'create' | 'remove'>>;

/** @throws RequestError `invalid` when a list would have more entries than it can have */
export function refuseTooMany(plans: Plans, stores: ListStores): void {
  const issues = [...plans].flatMap(([list, { create, remove }]): readonly Issue[] => {
    const { room } = stores[list];
    if (room === null || create.length === 0) return [];
    const { max, size } = room;
    const kept = size - remove.length;
    const added = create.length;
    return kept + added <= max ? [] : [issueOf('config.noRoom', list, { max, kept, added })];
  });
  if (issues.length > 0) throw invalid(issues);
}

/** Lets the lists have the new entries before the others are removed, until it is disposed of. */
export function makeRoom(plans: Plans, stores: ListStores): Disposable {
  const made = new DisposableStack();
  for (const [list, { remove }] of plans) {
    const more = stores[list].room?.allowMore(remove.length);
    if (more !== undefined) made.use(more);
  }
  return made;
}
