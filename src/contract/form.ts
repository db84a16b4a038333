/** What a check kind tells of its fields, so that one form component renders every kind, and the JSON Schema its help. */
import type { Json } from './model.ts';

export type FieldType =
  | 'text'
  | 'multiline'
  | 'number'
  /** Written as `30s`, `1m30s`, `500ms`. */
  | 'duration'
  | 'toggle'
  | 'select'
  /** A list of short texts, such as tags. */
  | 'list'
  /** Pairs of name and value, such as headers. */
  | 'pairs';

export interface FormField {
  /** The key in the endpoint's config, and in lookout.yaml. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly section: 'target' | 'request' | 'expect' | 'schedule' | 'about';
  readonly required?: boolean;
  /** True: shown only when the person asks for more. */
  readonly advanced?: boolean;
  readonly placeholder?: string;
  /** One sentence: meaning, unit, and what leaving it empty means. */
  readonly help?: string;
  /** For numbers, and for durations in milliseconds. */
  readonly min?: number;
  readonly max?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Milliseconds for durations; `null` or absent: empty. */
  readonly default?: Json;
  /** The setting that stands in the place of `default`; absent where a kind has a default of its own. */
  readonly setting?: 'defaultInterval' | 'defaultTimeout' | 'defaultRetries';
  /** True: what is in it is a secret (`text` and `multiline` only). It is kept sealed, and no page sees it. */
  readonly secret?: true;
  /** For pairs: the values of names that match this are secrets; a regular expression for the flags `iu`. */
  readonly secretNames?: string;
}

export interface KindForm {
  readonly kind: string;
  /** Such as `HTTP(S)`. */
  readonly title: string;
  /** One line: what it checks. */
  readonly description: string;
  /** In the order in which they are shown, the common ones included. */
  readonly fields: readonly FormField[];
}
