import { useEffect } from 'react';
import { keysOpen } from '../navigation/keys-open.ts';
import { paletteOpen } from '../navigation/palette-open.ts';
import { isTyping, onlyMod, somethingOpen } from '../components/keys.ts';
import { toast } from '../components/toast.tsx';
import { undoLast } from '../components/undo.ts';

/** The keys that do the same in every view. */
export function useAppKeys(): void {
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
