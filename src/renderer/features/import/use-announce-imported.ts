import { useCallback } from 'react';
import type { ImportedEndpoints } from '../../../contract/channels/imports.ts';
import { toast } from '../../components/toast.tsx';
import { toastUndo } from '../../components/undo.ts';
import { formatCounted } from '../../format.ts';
import { useUndoCommand } from '../../live/use-command.ts';

/** Shows what an import added and updated, and offers to undo all of it. */
export function useAnnounceImported(): (id: string, imported: ImportedEndpoints) => void {
  const undoCommand = useUndoCommand();
  return useCallback(
    (id, { added, updated, pastChecks }) => {
      const parts = [
        ...(added.length === 0 ? [] : [`${formatCounted(added.length, 'endpoint')} added`]),
        ...(updated.length === 0 ? [] : [`${formatCounted(updated.length, 'endpoint')} updated`]),
        ...(pastChecks === null ? [] : [`${formatCounted(pastChecks, 'past check')} imported`]),
      ];
      toastUndo({ title: parts.length === 0 ? 'Nothing to import' : parts.join(', ') }, async () => {
        const outcome = await undoCommand('imports.undo', { id });
        if (outcome === 'done') toast({ title: 'Import undone' });
        return outcome;
      });
    },
    [undoCommand],
  );
}
