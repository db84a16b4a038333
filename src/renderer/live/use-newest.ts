import { useCallback, useEffect, useRef } from 'react';

interface Asking {
  readonly question: string;
  /** The number of the last request, and of the last one whose answer counted. */
  asked: number;
  answered: number;
}

/**
 * Decides which answers count where the same question is asked again and again, such as after each check: each that is newer than
 * the last one. A new request must not discard the answer that is on its way: where answers take longer than the time between two
 * requests, none would ever arrive.
 *
 * @param question answers to an earlier question never count
 * @returns call it in an effect when a request is sent; it returns whether the answer counts, to be called when it has arrived
 */
export function useNewest(question: string): () => () => boolean {
  const current = useRef<Asking | null>(null);
  useEffect(() => {
    current.current = { question, asked: 0, answered: 0 };
    return () => {
      current.current = null;
    };
  }, [question]);
  return useCallback(() => {
    const asking = current.current;
    if (asking === null) return () => false;
    const number = (asking.asked += 1);
    return () => {
      if (current.current !== asking || number < asking.answered) return false;
      asking.answered = number;
      return true;
    };
  }, []);
}
