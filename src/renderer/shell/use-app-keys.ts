import { useEffect } from 'react';
import { keysOpen } from '../navigation/keys-open.ts';
import { paletteOpen } from '../navigation/palette-open.ts';
import { isTyping, onlyMod, somethingOpen } from '../components/keys.ts';

/** The keys that mean the same in every view. */
export function useAppKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (onlyMod(event) && event.key.toLowerCase() === 'k') {
        // Where text is typed as well: that is where one comes from. Not over another dialog, whose work would be lost.
        if (!paletteOpen.get() && somethingOpen()) return;
        event.preventDefault();
        paletteOpen.set(!paletteOpen.get());
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
