import { useMemo, useState } from 'react';
import type { RequestFailure } from '../../contract/errors.ts';
import { useTexts } from '../live/hooks.ts';
import { toRequestFailure } from '../live/request-failed.ts';

export interface Save<Field> {
  readonly busy: boolean;
  /** Why the form was refused, by field; null: issues that belong to no field. */
  readonly errors: ReadonlyMap<Field | null, string>;
  readonly save: (send: () => Promise<unknown>) => Promise<void>;
}

/**
 * Sends a form, and keeps why it was refused until it is sent again.
 * @param fieldOf returns the field for the path of an issue; null: none. The function must not change.
 * @param onSaved called when the form was not refused
 */
export function useSave<Field>(fieldOf: (path: string) => Field | null, onSaved: () => void): Save<Field> {
  const texts = useTexts();
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const errors = useMemo(() => {
    if (refused === null) return new Map<Field | null, string>();
    if (refused.issues.length === 0) return new Map([[null, texts.refusal(refused)]]);
    // Reversed, so that the first issue of a field stays.
    return new Map(refused.issues.map((issue) => [fieldOf(issue.path), texts.issue(issue)] as const).reverse());
  }, [refused, texts, fieldOf]);

  async function save(send: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    try {
      await send();
      setRefused(null);
      onSaved();
    } catch (error) {
      setRefused(toRequestFailure(error));
    }
    setBusy(false);
  }

  return { busy, errors, save };
}
