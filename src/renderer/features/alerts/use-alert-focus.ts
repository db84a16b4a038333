import { useEffect, useLayoutEffect, useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { isTyping, somethingOpen } from '../../components/keys.ts';

interface Focused {
  readonly alertId: string;
  /** The row of the alert, or a control in it. */
  readonly element: HTMLElement;
}

/**
 * The keys that move in the list of alerts: `j`, `k` and arrows between alerts, `/` to the search. The focus stays on an alert that moves to
 * another section, such as when it is acknowledged.
 * @returns properties of the search field, and of the element around all alerts
 */
export function useAlertFocus() {
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const focused = useRef<Focused | null>(null);
  const rows = () => [...(listRef.current?.querySelectorAll<HTMLElement>('[data-alert]') ?? [])];
  const rowOf = (alertId: string | undefined) => rows().find(({ dataset }) => dataset['alert'] === alertId);
  const enter = () => (rowOf(focused.current?.alertId) ?? rows()[0])?.focus();
  const latest = useRef(enter);

  useLayoutEffect(() => {
    latest.current = enter;
    const last = focused.current;
    if (last === null || last.element.isConnected || document.activeElement !== document.body) return;
    rowOf(last.alertId)?.focus();
  });

  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || somethingOpen()) return;
      if (event.key === '/') searchRef.current?.focus();
      else if (event.key === 'j' || event.key === 'k') latest.current();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  const onListKey = (event: KeyboardEvent<HTMLElement>) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[key];
    if (event.defaultPrevented || step === undefined || ctrlKey || metaKey || altKey || isTyping(target)) return;
    event.preventDefault();
    const all = rows();
    const at = all.findIndex((row) => target instanceof Node && row.contains(target));
    all[at + step]?.focus();
  };

  return {
    searchField: {
      ref: searchRef,
      onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
        if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        rows()[0]?.focus();
      },
    },
    list: {
      ref: listRef,
      onKeyDown: onListKey,
      onFocus: ({ target }: FocusEvent<HTMLElement>) => {
        const alertId = target.closest<HTMLElement>('[data-alert]')?.dataset['alert'];
        focused.current = alertId === undefined ? null : { alertId, element: target };
      },
      onBlur: ({ relatedTarget }: FocusEvent<HTMLElement>) => {
        if (relatedTarget !== null && listRef.current?.contains(relatedTarget) === false) focused.current = null;
      },
    },
  };
}
