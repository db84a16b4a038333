import { ConditionError, type ConditionErrorCode, type Params } from './problem.ts';
import type { Place } from './syntax.ts';

/** Reads the text of a condition from left to right. */
export class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string {
    return this.text.charAt(this.at);
  }

  skipSpace(): void {
    this.take(/\s+/uy);
  }

  /** Moves past what the pattern matches at this place. @param pattern has the flag `y` @returns null: it does not match */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  /** Whether the pattern matches at this place. @param pattern has the flag `y` */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** @throws ConditionError `missing` */
  expect(pattern: RegExp, expected: string): RegExpExecArray {
    return this.take(pattern) ?? this.fail('missing', { expected });
  }

  /** @throws ConditionError at the word that begins here, or at the place given */
  fail(code: ConditionErrorCode, params: Params = {}, place?: Place): never {
    throw new ConditionError(code, place ?? this.#word(), params);
  }

  /** The word that begins at this place; at the end of the text, an empty place. */
  #word(): Place {
    const length = /^\S*/u.exec(this.text.slice(this.at))?.[0].length ?? 0;
    return { from: this.at, to: this.at + length };
  }
}
