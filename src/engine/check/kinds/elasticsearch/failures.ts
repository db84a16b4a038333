/** What can be wrong with a cluster. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { serviceFailures } from '../../http/json-service-parts.ts';

const own = [
  {
    code: 'elasticsearch.status',
    cause: 'Cluster not healthy',
    text: `{shards, plural,
      =0 {The cluster is {health}.}
      one {The cluster is {health}: # shard is not assigned.}
      other {The cluster is {health}: # shards are not assigned.}}`,
    params: { health: 'its status: `yellow` or `red`', shards: 'how many shards are not assigned' },
  },
] as const satisfies readonly FailureDescriptor[];

export const elasticsearchFailures: readonly FailureDescriptor[] = [...own, ...serviceFailures];

export const elasticsearchFailure = failuresOfKind(own);
