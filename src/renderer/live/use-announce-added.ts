import { useCallback } from 'react';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import { toast } from '../components/toast.tsx';
import { toastUndo, type UndoOutcome } from '../components/undo.ts';
import { formatCounted } from '../format.ts';
import { useLiveStore } from './hooks.ts';
import { useUndoCommand } from './use-command.ts';

/** Shows that endpoints were added, and offers to undo it. @returns a function to call with the new endpoints */
export function useAnnounceAdded(): (added: readonly Endpoint[]) => void {
  const store = useLiveStore();
  const undoCommand = useUndoCommand();
  return useCallback(
    (added) => {
      const undo = async (): Promise<UndoOutcome> => {
        // The engine refuses a request with an id that does not exist (any more).
        const ids = added.map(({ id }) => id).filter((id) => store.getState()?.endpoints.has(id) === true);
        if (ids.length === 0) {
          toast({ title: 'Nothing to undo', body: 'The added endpoints were deleted already.' });
          return 'done';
        }
        const outcome = await undoCommand('endpoints.remove', { ids });
        if (outcome === 'done') toast({ title: `${formatCounted(ids.length, 'endpoint')} deleted` });
        return outcome;
      };
      toastUndo({ title: `${formatCounted(added.length, 'endpoint')} added` }, undo);
    },
    [store, undoCommand],
  );
}
