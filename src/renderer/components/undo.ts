/** What can be undone, newest last. A message offers it, and `Ctrl Z` undoes the newest (`shell/use-app-keys.ts`). */
import { toast, type ToastContent } from './toast.tsx';

/** Older changes cannot be undone any more. */
const KEPT = 20;

interface Undoable {
  /** @returns whether it worked; if not, it can be tried again */
  readonly undo: () => Promise<boolean>;
  /** Takes the message away. */
  dismiss(): void;
}

let changes: readonly Undoable[] = [];

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
  const change = changes.at(-1);
  if (change === undefined) return false;
  void run(change);
  return true;
}

/** Forgets everything, for tests. */
export function forgetUndo(): void {
  changes = [];
}

async function run(change: Undoable): Promise<void> {
  // Undone already: by the button, or by the key.
  if (!changes.includes(change)) return;
  const before = changes;
  changes = changes.filter((other) => other !== change);
  change.dismiss();
  if (!(await change.undo())) changes = [...changes, change].toSorted((a, b) => before.indexOf(a) - before.indexOf(b));
}
