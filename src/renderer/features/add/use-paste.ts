import { useCallback, useEffect, useState } from 'react';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { NO_PASTE, readPaste, type Paste } from './paste-model.ts';

/** Milliseconds without a key press before the text is parsed again. */
const PAUSE_MS = 150;

export interface PasteReading {
  readonly paste: Paste;
  /** Whether `paste` belongs to the present text. */
  readonly current: boolean;
  /** Why the text could not be parsed at all. */
  readonly trouble: string | null;
  /** Parses the present text at once. @returns null when that failed; `trouble` says why */
  readonly read: () => Promise<Paste | null>;
}

interface Parsed {
  readonly text: string;
  readonly paste: Paste;
  readonly trouble: string | null;
}

/** Asks the engine what a text means, a moment after the last key press. Drops answers for older texts. */
export function usePaste(text: string): PasteReading {
  const request = useRequest();
  const texts = useTexts();
  const [parsed, setParsed] = useState<Parsed>({ text: '', paste: NO_PASTE, trouble: null });
  const blank = text.trim() === '';

  const parse = useCallback(async (): Promise<Parsed> => {
    try {
      return { text, paste: readPaste(await request('endpoints.parse', { text }), texts), trouble: null };
    } catch (error) {
      return { text, paste: NO_PASTE, trouble: texts.refusal(toRequestFailure(error)) };
    }
  }, [request, text, texts]);
  const read = useCallback(async () => {
    const answer = await parse();
    setParsed(answer);
    return answer.trouble === null ? answer.paste : null;
  }, [parse]);

  useEffect(() => {
    if (blank) return;
    let wanted = true;
    const timer = setTimeout(() => {
      void parse().then((answer) => wanted && setParsed(answer));
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [parse, blank]);

  if (blank) return { paste: NO_PASTE, current: true, trouble: null, read };
  return { paste: parsed.paste, current: parsed.text === text, trouble: parsed.trouble, read };
}
