import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Snapshot } from '../../../contract/channels/snapshot.ts';
import { readWholeSnapshot } from '../../../shared/follow-engine.ts';
import type { SendRequest } from '../../data/remote.ts';

/** An assistant asked for something that does not exist. The message is for the assistant. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

/** All endpoints, with the rest of the snapshot. */
export function readAll(send: SendRequest): Promise<Snapshot> {
  return readWholeSnapshot({ request: send });
}

/**
 * The endpoint with an id or a name; the case of the name does not matter.
 * @throws NotFoundError when there is none, or when several have the name
 */
export function findEndpoint(endpoints: readonly EndpointView[], idOrName: string): EndpointView {
  const byId = endpoints.find(({ endpoint }) => endpoint.id === idOrName);
  if (byId !== undefined) return byId;
  const wanted = idOrName.trim().toLowerCase();
  const [found, ...others] = endpoints.filter(({ endpoint }) => endpoint.config.name.toLowerCase() === wanted);
  if (found === undefined) throw new NotFoundError(`No endpoint has the name or id "${idOrName}". See list_endpoints.`);
  if (others.length === 0) return found;
  const ids = [found, ...others].map(({ endpoint }) => `${endpoint.id} (${endpoint.target})`);
  throw new NotFoundError(`Several endpoints are named "${idOrName}". Use an id: ${ids.join(', ')}.`);
}
