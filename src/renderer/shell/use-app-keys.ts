import { useEffect } from 'react';
import { keysOpen } from '../navigation/keys-open.ts';
import { paletteOpen, typedAhead } from '../navigation/palette-open.ts';
import { isTyping, onlyMod, somethingOpen } from '../components/keys.ts';
import { toast } from '../components/toast.tsx';
import { undoLast } from '../components/undo.ts';

/** Handles the keys that work in every view. */
export function useAppKeys(): void {
  useEffect(keepHeldKeysFromTyping, []);
  useEffect(keepKeysForPalette, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = onlyMod(event) ? event.key.toLowerCase() : '';
      if (command === 'k') {
        // Also while a person types, but not over another dialog, whose input would be lost.
        if (!paletteOpen.get() && somethingOpen()) return;
        event.preventDefault();
        typedAhead.set('');
        paletteOpen.set(!paletteOpen.get());
      } else if (command === 'z') {
        // In a text field, the key undoes the field's own changes.
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
 * The palette is loaded when it is first opened. Keys typed meanwhile are meant for the palette, and not for the list,
 * where `p` would pause an endpoint. @returns a function that ends this
 */
function keepKeysForPalette(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!paletteOpen.get() || somethingOpen()) return;
    const { key, ctrlKey, metaKey, altKey } = event;
    if (onlyMod(event) && key.toLowerCase() === 'k') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (key === 'Escape') paletteOpen.set(false);
    else if (key === 'Backspace') typedAhead.set(typedAhead.get().slice(0, -1));
    else if (key.length === 1 && !ctrlKey && !metaKey && !altKey) typedAhead.set(typedAhead.get() + key);
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
}

/**
 * A key that opens something with a text field, such as `n`, may still be held when the field gets the focus. Its
 * repeats are not meant as text. @returns a function that ends this
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
