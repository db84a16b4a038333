import { useEffect, useRef, useState } from 'react';

export interface KeyedRow {
  readonly text: string;
  /** Stays the same when the row moves. */
  readonly key: number;
}

export interface KeyedRows {
  readonly rows: readonly KeyedRow[];
  /** Keeps the element of a row, for the focus; null: it is gone. */
  readonly register: (key: number, element: HTMLElement | null) => void;
  /** Adds an empty row at an index, and focuses it. */
  readonly add: (at: number) => void;
  /** Removes a row, and focuses the one that follows. */
  readonly remove: (at: number) => void;
  /** Moves a row, which keeps the focus. Does nothing if there is no such place. */
  readonly move: (at: number, to: number) => void;
}

/** Rows of text that can be added, removed and moved. They have no identity of their own, so they get keys. */
export function useKeyedRows(texts: readonly string[], onChange: (texts: readonly string[]) => void): KeyedRows {
  const [keys, setKeys] = useState(() => texts.map((_, index) => index));
  const elements = useRef(new Map<number, HTMLElement>());
  /** The row to focus after it has been rendered. */
  const focusKey = useRef<number | null>(null);
  const rows = texts.map((text, index) => ({ text, key: keys[index] ?? -1 - index }));

  useEffect(() => {
    if (focusKey.current === null) return;
    elements.current.get(focusKey.current)?.focus();
    focusKey.current = null;
  });

  function put(next: readonly KeyedRow[], focus: number | null): void {
    setKeys(next.map(({ key }) => key));
    onChange(next.map(({ text }) => text));
    focusKey.current = focus;
  }

  return {
    rows,
    register(key, element) {
      if (element === null) elements.current.delete(key);
      else elements.current.set(key, element);
    },
    add(at) {
      const key = Math.max(-1, ...keys) + 1;
      put(rows.toSpliced(at, 0, { text: '', key }), key);
    },
    remove(at) {
      const next = rows.toSpliced(at, 1);
      put(next, next[Math.min(at, next.length - 1)]?.key ?? null);
    },
    move(at, to) {
      const row = rows[at];
      if (row === undefined || to < 0 || to >= rows.length) return;
      put(rows.toSpliced(at, 1).toSpliced(to, 0, row), row.key);
    },
  };
}
