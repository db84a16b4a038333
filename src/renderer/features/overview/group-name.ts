import type { Source } from '../../../contract/model/source.ts';
import { LOCAL_NAME } from '../../live/sources.ts';
import type { GroupBy } from './list-order.ts';

/** The text of a header. @param group the group, or the id of the source; empty: endpoints without a group */
export function groupName(by: GroupBy, group: string, sources: readonly Source[]): string {
  if (by === 'group') return group === '' ? 'No group' : group;
  const source = sources.find(({ id }) => id === group);
  return source === undefined ? group : (source.name ?? LOCAL_NAME);
}
