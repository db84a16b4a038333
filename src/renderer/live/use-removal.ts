/** Removes things that people have set up, at once, and offers to undo it. */
import { useCallback } from 'react';
import type { AnyChannel, Args } from '../../contract/channels/index.ts';
import { toastUndo } from '../components/undo.ts';
import { useCommand, useUndoCommand } from './use-command.ts';

/** The requests that remove things by their ids. */
type RemovalChannel =
  | 'annotations.remove'
  | 'maintenance.remove'
  | 'objectives.remove'
  | 'reportSchedules.remove'
  | 'rules.remove'
  | 'silences.remove';

export interface Removal<C extends AnyChannel> {
  /** Its name, or what it is. */
  readonly name: string;
  readonly channel: RemovalChannel;
  readonly id: string;
  /** The request that adds it again. */
  readonly undo: C;
  readonly undoArgs: Args<C>;
}

/** Returns a function that removes something without asking, and shows a message that can undo it. */
export function useRemoval(): <C extends AnyChannel>(removal: Removal<C>) => Promise<void> {
  const command = useCommand();
  const undoCommand = useUndoCommand();
  return useCallback(
    async ({ name, channel, id, undo, undoArgs }) => {
      const removed = await command(`Could not remove ${name}`, channel, { ids: [id] });
      if (removed === undefined) return;
      toastUndo({ title: `${name} removed` }, () => undoCommand(undo, undoArgs));
    },
    [command, undoCommand],
  );
}
