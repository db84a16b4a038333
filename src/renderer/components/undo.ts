/** What can be undone, newest last. A message offers it, and `Ctrl Z` undoes the newest (`shell/use-app-keys.ts`). */
import { toast, type ToastContent } from './toast.tsx';

/** Older changes cannot be undone any more. */
const KEPT = 20;

/** `unavailable`: Lookout could not do it now, but a retry may succeed. `refused`: a retry would also fail. */
export type UndoOutcome = 'done' | 'refused' | 'unavailable';

interface Undoable {
  readonly undo: () => Promise<UndoOutcome>;
  /** Dismisses the message. */
  dismiss(): void;
}

let changes: readonly Undoable[] = [];
/** The changes whose undo request is still running. They keep their places. */
const running = new Set<Undoable>();

/** Makes a change undoable, without a message. */
export function keepUndo(undo: Undoable['undo'], dismiss: Undoable['dismiss'] = () => {}): () => Promise<void> {
  const change: Undoable = { undo, dismiss };
  changes = [...changes, change].slice(-KEPT);
  return () => run(change);
}

/** Shows a message about a change, with a button that undoes it. */
export function toastUndo(content: Omit<ToastContent, 'action'>, undo: Undoable['undo']): void {
  let dismiss = () => {};
  const onAction = keepUndo(undo, () => dismiss());
  dismiss = toast({ ...content, action: { label: 'Undo', onAction: () => void onAction() } });
}

/** Undoes the newest change. @returns false when there is nothing to undo */
export function undoLast(): boolean {
  const change = changes.findLast((one) => !running.has(one));
  if (change === undefined) return false;
  void run(change);
  return true;
}

/** Forgets everything and dismisses the messages, for tests. */
export function forgetUndo(): void {
  for (const change of changes) change.dismiss();
  changes = [];
  running.clear();
}

async function run(change: Undoable): Promise<void> {
  // Undone already: by the button, or by the key.
  if (!changes.includes(change) || running.has(change)) return;
  running.add(change);
  change.dismiss();
  const outcome = await change.undo();
  running.delete(change);
  if (outcome !== 'unavailable') changes = changes.filter((other) => other !== change);
}
