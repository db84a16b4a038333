import { useEffect, useState } from 'react';
import { useRequest } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { readPaste, type Paste } from './paste-model.ts';

/** Milliseconds without a key before the text is parsed again. */
const PAUSE_MS = 150;
const NOTHING: Paste = { lines: [], endpoints: [], duplicates: 0, problems: 0 };

export interface PastePreview {
  readonly paste: Paste;
  /** Whether `paste` is of the present text. */
  readonly current: boolean;
  /** Why the text could not be parsed at all. */
  readonly trouble: string | null;
}

/** Asks the engine what a text means, a moment after the last key; an answer for an older text is dropped. */
export function usePaste(text: string): PastePreview {
  const request = useRequest();
  const [parsed, setParsed] = useState<{ text: string; paste: Paste; trouble: string | null }>({
    text: '',
    paste: NOTHING,
    trouble: null,
  });
  const blank = text.trim() === '';

  useEffect(() => {
    if (blank) return;
    let wanted = true;
    const timer = setTimeout(() => {
      request('endpoints.parse', { text }).then(
        (answer) => wanted && setParsed({ text, paste: readPaste(answer), trouble: null }),
        (error: unknown) => wanted && setParsed({ text, paste: NOTHING, trouble: toRequestFailure(error).message }),
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [request, text, blank]);

  if (blank) return { paste: NOTHING, current: true, trouble: null };
  return { paste: parsed.paste, current: parsed.text === text, trouble: parsed.trouble };
}
