import { useEffect, useState } from 'react';
import type { Dialect } from '../../../contract/model/condition.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { useConnected, useRequest } from '../../live/hooks.ts';

/** The pause in typing after which conditions are checked. Milliseconds. */
const PAUSE_MS = 250;

/** The issue by the text of the condition; null: the condition is valid. A missing text has not been checked yet. */
export type LiveIssues = ReadonlyMap<string, Issue | null>;

const NONE: LiveIssues = new Map();

/** The engine's issues about conditions while a person types. @param kind undefined: nothing is requested */
export function useLiveIssues(kind: string | undefined, dialect: Dialect, rows: readonly string[]): LiveIssues {
  const request = useRequest();
  const connected = useConnected();
  const [known, setKnown] = useState({ of: '', issues: NONE });
  const of = `${kind ?? ''} ${dialect}`;
  const texts = [...new Set(rows.map((row) => row.trim()).filter((row) => row !== ''))];
  const asked = JSON.stringify(texts);

  useEffect(() => {
    const conditions = JSON.parse(asked) as string[];
    if (!connected || kind === undefined || conditions.length === 0) return;
    let wanted = true;
    const ask = async () => {
      try {
        const issues = await request('conditions.check', { kind, dialect, conditions });
        if (!wanted) return;
        setKnown({ of, issues: new Map(conditions.map((text, index) => [text, issues[index] ?? null])) });
      } catch {
        // The form works without it, and saving reports what is wrong.
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [request, connected, kind, dialect, of, asked]);

  return known.of === of ? known.issues : NONE;
}
