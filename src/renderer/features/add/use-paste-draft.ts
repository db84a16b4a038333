import { useState } from 'react';

/** The input of a paste box. It outlives the box, which is unmounted while another tab is shown. */
export interface PasteDraft {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** The group of all added endpoints; empty: none. */
  readonly group: string;
  readonly setGroup: (group: string) => void;
  /** The endpoints are being added. */
  readonly busy: boolean;
  readonly setBusy: (busy: boolean) => void;
}

/** @param first the initial text */
export function usePasteDraft(first = ''): PasteDraft {
  const [text, setText] = useState(first);
  const [group, setGroup] = useState('');
  const [busy, setBusy] = useState(false);
  return { text, setText, group, setGroup, busy, setBusy };
}
