import { useCallback } from 'react';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import { toastUndo } from '../components/undo.ts';
import { formatCount } from '../format.ts';
import { useCommand } from './use-command.ts';

/** Says that endpoints were added, and offers to undo it. @returns what to call with the new endpoints */
export function useAnnounceAdded(): (added: readonly Endpoint[]) => void {
  const command = useCommand();
  return useCallback(
    (added) => {
      const ids = added.map(({ id }) => id);
      const title = ids.length === 1 ? '1 endpoint added' : `${formatCount(ids.length)} endpoints added`;
      toastUndo({ title }, async () => (await command('Could not undo', 'endpoints.remove', { ids })) !== undefined);
    },
    [command],
  );
}
