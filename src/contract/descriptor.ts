/** What a check kind says about itself. Form, detail page, documentation and JSON Schema follow from it; none names a kind. */
import type { EndpointInput } from './model/endpoint.ts';
import type { Json } from './model/units.ts';

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

/** What a phase does, whatever its protocol calls it; the page gives each role one colour. */
export type PhaseRole = 'resolve' | 'connect' | 'secure' | 'authenticate' | 'wait' | 'transfer' | 'other';

/** A part of a check's duration, declared by its kind in the order in which it happens. */
export interface PhaseDescriptor {
  /** Key in `CheckOutcome.phases`, such as `dns`. */
  readonly name: string;
  /** Such as `DNS`. */
  readonly label: string;
  readonly role: PhaseRole;
}

/** Units of metrics. `Intl.NumberFormat` has all of them but `count` and `hops`, which are plain numbers. */
export type MetricUnit = 'millisecond' | 'second' | 'day' | 'byte' | 'percent' | 'count' | 'hops';

/** A number that a kind measures besides duration. */
export interface MetricDescriptor {
  /** Key in `CheckOutcome.metrics`, such as `loss`. */
  readonly name: string;
  readonly label: string;
  readonly unit: MetricUnit;
  /** True: kept in rollups with a sketch, and drawn as a chart of its own. */
  readonly charted: boolean;
}

/** How the page and the command line show a value among `CheckOutcome.details`. */
export type DetailFormat =
  | 'text'
  | 'number'
  | 'bytes'
  | 'duration'
  | 'time'
  | 'boolean'
  /** A list of texts, one per line. */
  | 'list'
  /** Text as it came, in a fixed-width font. */
  | 'code'
  /** A `TlsDetails`. */
  | 'tls'
  /** A list of `Redirect`. */
  | 'redirects';

/** A value among `CheckOutcome.details`. */
export interface DetailDescriptor {
  /** Key in `CheckOutcome.details`, such as `httpVersion`. */
  readonly name: string;
  readonly label: string;
  readonly format: DetailFormat;
  /** True: also shown where a check has one line, as in the table of `lookout check`. */
  readonly brief?: true;
}

/** A failure that only this kind has. */
export interface FailureDescriptor {
  /** Begins with the kind or the concept, such as `http.status`. Never renamed and never given a second meaning. */
  readonly code: string;
  /** The sentence in English as an ICU message; its arguments are `Failure.params`. */
  readonly text: string;
  /** True: a network that this machine does not have would give this failure too, so that it may be this machine's fault. */
  readonly network?: true;
}

/** A kind as the page, the documentation and scripts see it. JSON, and part of the snapshot. */
export interface KindDescriptor {
  /** Short, lower case, stable: it is stored and stands in config files. */
  readonly kind: string;
  /** Such as `HTTP(S)`. */
  readonly title: string;
  /** One line: what it checks. */
  readonly description: string;
  /** In the order in which they are shown, the common ones included. */
  readonly fields: readonly FormField[];
  /** In the order in which they happen. A check has those that it reached. */
  readonly phases: readonly PhaseDescriptor[];
  readonly metrics: readonly MetricDescriptor[];
  /** In the order in which they are shown. A check has those that it found. */
  readonly details: readonly DetailDescriptor[];
  /** The failures that only this kind has; those of connections, names and TLS are common to all kinds. */
  readonly failures: readonly FailureDescriptor[];
  /** What people may paste for it, such as `db.example.org:5432`: shown as examples where targets are pasted. */
  readonly pasteExamples: readonly string[];
  /** An endpoint as written in lookout.yaml, for the documentation. */
  readonly example: EndpointInput;
}
