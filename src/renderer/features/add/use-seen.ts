import { useEffect, useState } from 'react';
import type { EndpointId } from '../../../contract/model/units.ts';
import { NOTHING_SEEN, seenIn, type Seen } from '../../form/conditions/aid.ts';
import { useEndpoint, useKind, useRequest } from '../../live/hooks.ts';

/**
 * The values that the last check of an endpoint observed; none until they are known. @param id undefined: a new
 * endpoint
 */
export function useSeen(id: EndpointId | undefined): Seen {
  const request = useRequest();
  const kind = useKind(useEndpoint(id ?? '')?.endpoint.config.kind);
  const [seen, setSeen] = useState(NOTHING_SEEN);
  useEffect(() => {
    if (id === undefined || kind === undefined) return;
    let wanted = true;
    const ask = async () => {
      try {
        const [check] = await request('checks.list', { id, limit: 1 });
        if (wanted && check !== undefined) setSeen(seenIn(check, kind));
      } catch {
        // The form works without it, and the next request reports the failure.
      }
    };
    void ask();
    return () => {
      wanted = false;
    };
  }, [request, id, kind]);
  return seen;
}
