import { useCallback } from 'react';
import type { EndpointId, EpochMs } from '../../../../contract/model/units.ts';
import { toast } from '../../../components/toast.tsx';
import { useRequest } from '../../../live/hooks.ts';
import { useToastRefusal } from '../../../live/use-command.ts';
import { findCheck, type PointOfChecks } from './find-check.ts';

/**
 * Finds the check of a point of a chart. Shows a message if the check is no longer stored or cannot be read, and
 * resolves to null.
 */
export function useFindCheck(): (id: EndpointId, point: PointOfChecks) => Promise<EpochMs | null> {
  const request = useRequest();
  const toastRefusal = useToastRefusal();
  return useCallback(
    async (id, point) => {
      try {
        const at = await findCheck(request, id, point);
        if (at === null) {
          toast({
            title: 'No single checks of this time',
            body: 'They are no longer kept, only their summary. Settings, Data says for how long checks are kept.',
          });
        }
        return at;
      } catch (error) {
        toastRefusal('Could not read the checks of this point', error);
        return null;
      }
    },
    [request, toastRefusal],
  );
}
