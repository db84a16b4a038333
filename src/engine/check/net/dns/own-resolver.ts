/** The resolver of the field `resolver`: the DNS server that an endpoint names. */
import type { Resolver } from '../../kind.ts';
import { createResolver } from './resolve.ts';

const resolvers = new Map<string, Resolver>();
const MAX_RESOLVERS = 100;

/** The resolver of the field; without one, the given one. Neither hosts files nor search domains count for it. */
export function resolverFor({ resolver }: { readonly resolver: string }, usual: Resolver): Resolver {
  if (resolver === '') return usual;
  let own = resolvers.get(resolver);
  if (own === undefined) {
    // A path that no system has: no hosts file.
    own = createResolver({ servers: [resolver], hostsFile: '' });
    if (resolvers.size >= MAX_RESOLVERS) resolvers.clear();
    resolvers.set(resolver, own);
  }
  return own;
}
