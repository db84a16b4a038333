import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Completion } from './conditions/complete.ts';

/** A text field of one or several lines. */
export type TextControl = HTMLInputElement | HTMLTextAreaElement;

export interface CompletionOptions {
  readonly input: RefObject<TextControl | null>;
  readonly value: string;
  /** Returns the suggestions at a position in the text; null: none. */
  readonly complete: (text: string, at: number) => Completion | null;
  readonly onChange: (value: string) => void;
}

/** The suggestions for a text field, and which one is chosen. */
export function useCompletion({ input, value, complete, onChange }: CompletionOptions) {
  /** Null: the list is closed. */
  const [completion, setCompletion] = useState<Completion | null>(null);
  /** -1: none. */
  const [chosen, setChosen] = useState(-1);
  /** The position of the caret after the text has been changed. */
  const caret = useRef<number | null>(null);

  useEffect(() => {
    const at = caret.current;
    if (at === null) return;
    caret.current = null;
    input.current?.setSelectionRange(at, at);
  });

  function suggest(text: string, at: number): void {
    const next = complete(text, at);
    setCompletion(next);
    // While nothing is typed, Enter and Tab keep their usual meaning.
    setChosen(next !== null && next.typed !== '' ? 0 : -1);
  }

  function accept(index: number): void {
    const suggestion = completion?.suggestions[index];
    if (completion === null || suggestion === undefined) return;
    const { from, to } = completion;
    const text = value.slice(0, from) + suggestion.insert + value.slice(to);
    const at = from + suggestion.insert.length;
    caret.current = at;
    onChange(text);
    suggest(text, at);
  }

  /** @returns whether the key moved the choice or accepted a suggestion */
  function handleKey(event: KeyboardEvent<TextControl>): boolean {
    const count = completion?.suggestions.length ?? 0;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing;
    if (isPlain && count > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen(chosen === -1 && step === -1 ? count - 1 : (chosen + step + count) % count);
    } else if (isPlain && chosen >= 0 && !event.shiftKey && (event.key === 'Enter' || event.key === 'Tab')) {
      accept(chosen);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  return { completion, chosen, suggest, accept, handleKey, close: () => setCompletion(null) };
}
