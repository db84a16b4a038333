import { useEffect } from 'react';
import { keysOpen } from '../navigation/keys-open.ts';
import { paletteOpen } from '../navigation/palette-open.ts';
import { isTyping, onlyMod, somethingOpen } from '../components/keys.ts';
import { toast } from '../components/toast.tsx';
import { undoLast } from '../components/undo.ts';

/** The keys that do the same in every view. */
export function useAppKeys(): void {
  useEffect(keepHeldKeysFromTyping, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = onlyMod(event) ? event.key.toLowerCase() : '';
      if (command === 'k') {
        // Also while someone types, but not over another dialog, whose content would be lost.
        if (!paletteOpen.get() && somethingOpen()) return;
        event.preventDefault();
        paletteOpen.set(!paletteOpen.get());
      } else if (command === 'z') {
        // A text field undoes its own changes.
        if (isTyping(event.target) || somethingOpen()) return;
        event.preventDefault();
        if (!undoLast()) toast({ title: 'Nothing to undo' });
      } else if (event.key === '?' && !event.ctrlKey && !event.metaKey && !event.altKey) {
        if (isTyping(event.target) || somethingOpen()) return;
        event.preventDefault();
        keysOpen.set(true);
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/**
 * A key that opens something with a text field, such as `n`, may still be held when the field gets the focus. Its repeats are
 * not meant as text.
 * @returns what ends this
 */
function keepHeldKeysFromTyping(): () => void {
  /** The key that is held since it was pressed outside of a text field. */
  let held: string | null = null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.repeat) held = isTyping(event.target) ? null : event.key;
    else if (event.key === held && isTyping(event.target)) event.preventDefault();
  };
  const onKeyUp = () => {
    held = null;
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('keyup', onKeyUp, { capture: true });
  };
}
