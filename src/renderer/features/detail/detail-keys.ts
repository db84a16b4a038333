import { useEffect, useRef } from 'react';
import { isTyping, somethingOpen } from '../../components/keys.ts';

export type DetailAction = 'edit' | 'pause' | 'check' | 'remove' | 'back' | 'next' | 'previous' | 'previousRange';

const KEYS: Readonly<Record<string, DetailAction>> = {
  e: 'edit',
  p: 'pause',
  c: 'check',
  Delete: 'remove',
  Escape: 'back',
  j: 'next',
  k: 'previous',
  Backspace: 'previousRange',
};

/** The action of a key on the page; null while typing, in a dialog or menu, or with a modifier. */
export function detailAction(event: KeyboardEvent): DetailAction | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return null;
  if (somethingOpen() || isTyping(event.target)) return null;
  return KEYS[event.key] ?? null;
}

/** Carries out the keys of the page, wherever the focus is. */
export function useDetailKeys(actions: Readonly<Record<DetailAction, () => void>>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = detailAction(event);
      if (action === null) return;
      event.preventDefault();
      latest.current[action]();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
