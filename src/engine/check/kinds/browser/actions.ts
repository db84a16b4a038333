/**
 * What to do on a page, one action per line:
 *
 *     click text "Sign in"
 *     type label "User" {{user}}
 *     select #country Italy
 *     press Enter
 *     wait for text "Welcome"
 *     expect no text "Error"
 *     open https://shop.example.org/cart
 */
import { parseDuration } from '../../../../shared/duration.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { readPlace, splitPlace, unquote, type Place } from './place.ts';

export type Action = { readonly line: number; readonly text: string } & (
  | { readonly type: 'open'; readonly url: string }
  | { readonly type: 'click' | 'waitFor' | 'expect' | 'expectNo'; readonly place: Place }
  | { readonly type: 'type' | 'select'; readonly place: Place; readonly value: string }
  | { readonly type: 'press'; readonly key: string }
  | { readonly type: 'expectUrl'; readonly part: string }
  | { readonly type: 'wait'; readonly ms: Ms }
);

export const KEYS = ['Enter', 'Tab', 'Escape', 'Space', 'Backspace', 'ArrowDown', 'ArrowUp'] as const;
export const MAX_ACTIONS = 50;
const MAX_WAIT_MS = 60_000;

export class ActionError extends Error {
  override readonly name = 'ActionError';
  /** From 1. */
  readonly line: number;
  /** A `reason` of the issue `browser.line`. */
  readonly reason: string;

  constructor(line: number, reason: string) {
    super(`${reason} in line ${line}`);
    this.line = line;
    this.reason = reason;
  }
}

/** @throws ActionError */
export function parseActions(text: string): readonly Action[] {
  const lines = text.split(/\r?\n/u).map((line, index) => ({ text: line.trim(), line: index + 1 }));
  const actions = lines.filter((one) => one.text !== '' && !one.text.startsWith('#')).map(parseAction);
  if (actions.length > MAX_ACTIONS) throw new ActionError(actions[MAX_ACTIONS]?.line ?? 1, 'tooMany');
  return actions;
}

function parseAction({ text, line }: { readonly text: string; readonly line: number }): Action {
  const fail = (reason: string): never => {
    throw new ActionError(line, reason);
  };
  const place = (given: string): Place => readPlace(given) ?? fail('place');
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/u.exec(text) ?? [];
  const base = { line, text };
  switch (word) {
    case 'open':
      return isHttpUrl(rest) ? { ...base, type: 'open', url: rest } : fail('url');
    case 'click':
      return { ...base, type: 'click', place: place(rest) };
    case 'type':
    case 'select': {
      const { place = null, rest: value = '' } = splitPlace(rest) ?? {};
      return place === null || value === '' ? fail(word) : { ...base, type: word, place, value: unquote(value) };
    }
    case 'press': {
      const key = KEYS.find((known) => known === rest);
      return key === undefined ? fail('key') : { ...base, type: 'press', key };
    }
    case 'wait': {
      if (rest.startsWith('for ')) return { ...base, type: 'waitFor', place: place(rest.slice('for '.length)) };
      const ms = parseDuration(rest);
      return ms === null || ms < 1 || ms > MAX_WAIT_MS ? fail('wait') : { ...base, type: 'wait', ms };
    }
    case 'expect': {
      const part = /^url\s+contains\s+(.+)$/u.exec(rest)?.[1];
      if (part !== undefined) return { ...base, type: 'expectUrl', part: unquote(part) };
      if (rest.startsWith('no ')) return { ...base, type: 'expectNo', place: place(rest.slice('no '.length)) };
      return { ...base, type: 'expect', place: place(rest) };
    }
    default:
      return fail('unknown');
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
}
