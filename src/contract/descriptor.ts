/**
 * How a check kind describes itself. The form, the detail page, the documentation and the JSON Schema are built from it
 * and never name a kind.
 */
import type { InstructionFormat } from './instructions.ts';
import type { EndpointInput } from './model/endpoint.ts';
import type { ParamDocs } from './model/text.ts';
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
  | 'pairs'
  /** A text of instructions, one per line, which the form also shows as a list of steps; `format` says how. */
  | 'steps';

export interface FormField {
  /** The key in the endpoint's config, and in lookout.yaml. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly section: 'target' | 'request' | 'auth' | 'tls' | 'connection' | 'expect' | 'schedule' | 'about';
  readonly required?: boolean;
  /** True: hidden until the person opens the advanced fields. */
  readonly advanced?: boolean;
  /** The field is shown only while another one has one of these values. It keeps its own value meanwhile. */
  readonly when?: { readonly field: string; readonly is: readonly string[] };
  readonly placeholder?: string;
  /** The field is shown only where the source of the endpoint can do this. It keeps its value elsewhere. */
  readonly needs?: 'vantages';
  /** One sentence: what it means, its unit, and what an empty value means. */
  readonly help?: string;
  /** For numbers, and for durations in milliseconds. */
  readonly min?: number;
  readonly max?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** In milliseconds for durations; `null` or absent: empty. */
  readonly default?: Json;
  /** The setting that replaces `default`. Absent when the kind has its own default. */
  readonly setting?: 'defaultInterval' | 'defaultTimeout' | 'defaultRetries';
  /** True: the value is a secret (only for `text` and `multiline`). It is stored sealed and never sent to a page. */
  readonly secret?: true;
  /** For pairs: the values whose names match are secrets. A regular expression, used with the flags `iu`. */
  readonly secretNames?: string;
  /**
   * For pairs with `secretNames`: the list field with the names of further secret values, upper and lower case alike. The
   * control of the pairs edits it, so a form does not show that field by itself.
   */
  readonly secretList?: string;
  /** For `steps`. */
  readonly format?: InstructionFormat;
  /**
   * True: its texts are or may have conditions or regular expressions. Checking them needs libraries that are loaded only when
   * such a field is filled.
   */
  readonly expressions?: true;
  /**
   * For lists: what the texts are. `certificateFingerprints`: SHA-256 fingerprints of server certificates to trust. The page
   * offers to add one beside a failure that says that a certificate cannot be verified. `conditions`: see docs/conditions.md.
   */
  readonly holds?: 'certificateFingerprints' | 'conditions' | 'endpoints';
}

/** What happens in a phase, independent of the protocol's own words. The page has one color per role. */
export type PhaseRole = 'resolve' | 'connect' | 'secure' | 'authenticate' | 'wait' | 'transfer' | 'other';

/** A part of a check's duration. A kind lists its phases in the order in which they happen. */
export interface PhaseDescriptor {
  /** Key in `CheckOutcome.phases`, such as `dns`. */
  readonly name: string;
  /** For example `DNS`. */
  readonly label: string;
  readonly role: PhaseRole;
}

/** Units of metrics. `Intl.NumberFormat` knows all of them except `count` and `hops`, which are plain numbers. */
export type MetricUnit = 'millisecond' | 'second' | 'day' | 'byte' | 'percent' | 'count' | 'hops';

/** A number that a kind measures in addition to the duration. */
export interface MetricDescriptor {
  /** Key in `CheckOutcome.metrics`, such as `loss`. */
  readonly name: string;
  readonly label: string;
  readonly unit: MetricUnit;
  /** True: rollups keep a sketch of it, and the detail page draws a chart of it. */
  readonly charted: boolean;
}

/** How the page and the command line show one of `CheckOutcome.details`. */
export type DetailFormat =
  | 'text'
  | 'number'
  | 'bytes'
  | 'duration'
  | 'time'
  | 'boolean'
  /** A list of texts, one per line. */
  | 'list'
  /** The text exactly as received, in a fixed-width font. */
  | 'code'
  /** A `TlsDetails`. */
  | 'tls'
  /** A list of `Redirect`. */
  | 'redirects'
  /** A list of `StepResult`. */
  | 'steps'
  /** A list of `ConditionResult`. */
  | 'conditions'
  /** A list of `DetailChange`. */
  | 'changes'
  /** A list of rows: records of the cells in `DetailDescriptor.columns`. */
  | 'table';

/** A column of a detail of format `table`. */
export interface ColumnDescriptor {
  /** The key in each row. A row without it, or with null, has an empty cell. */
  readonly name: string;
  readonly label: string;
  readonly format: 'text' | 'code' | 'number' | 'duration' | 'percent';
}

/** One of the values in `CheckOutcome.details`. */
export interface DetailDescriptor {
  /** Key in `CheckOutcome.details`, such as `httpVersion`. */
  readonly name: string;
  readonly label: string;
  readonly format: DetailFormat;
  /** For the format `table`: its columns, in their order. */
  readonly columns?: readonly ColumnDescriptor[];
  /** For the format `table`: rows with a value in this column are marked. */
  readonly marks?: string;
  /**
   * A change of it is an event: it is stored, listed on the detail page, and `[CHANGED].name` in conditions. `set`: a list whose
   * order means nothing. A check that did not find it changes nothing.
   */
  readonly tracked?: 'value' | 'set';
  /** True: also shown where a check has only one line, such as the table of `lookout check`. */
  readonly brief?: true;
}

/** A failure that only this kind has, or one that all kinds share and that this kind explains in its own words. */
export interface FailureDescriptor {
  /**
   * Begins with the kind or the concept, such as `http.status`. A code is never renamed and never gets a second
   * meaning.
   */
  readonly code: string;
  /** The English sentence as an ICU message. Its arguments are `params`, `phase` and `phaseLabel`. */
  readonly text: string;
  /** What checks that fail with the code have in common, in a few words. Absent: the sentence, if it needs no parameters. */
  readonly cause?: string;
  /** What each parameter is, in a few words. `Param` says how a name decides how its value is written. */
  readonly params: ParamDocs;
  /** True: a missing network on this machine would cause the same failure, so this machine may be at fault. */
  readonly network?: true;
}

/** An issue that only fields of this kind have. */
export interface IssueDescriptor {
  /** Begins with the kind, such as `http.url`. */
  readonly code: string;
  /** The English sentence as an ICU message. Its arguments are `params` and `field`, the label of the field. */
  readonly text: string;
  readonly params: ParamDocs;
}

/** A value of a check that conditions of this kind can ask for, besides those that every kind has. */
export interface PlaceholderDescriptor {
  /** Upper case, such as `STATUS`. It is written `[STATUS]`. */
  readonly name: string;
  /** What it is, in a few words, such as "the HTTP status". */
  readonly meaning: string;
  /** `json`: a path or a query may follow, as in `[BODY].data[0].id`. `names`: a name follows, as in `[HEADER].server`. */
  readonly parts?: 'json' | 'names';
}

/** Where the form, the palette and the documentation show a kind. In this order. */
export const KIND_CATEGORIES = ['web', 'network', 'database', 'messaging', 'mail', 'system', 'combined'] as const;

export type KindCategory = (typeof KIND_CATEGORIES)[number];

/** A kind as the page, the documentation and scripts see it. It is JSON, and part of the snapshot. */
export interface KindDescriptor {
  /** Short, lower case, stable: it is stored, and config files contain it. */
  readonly kind: string;
  /** For example `HTTP(S)`. */
  readonly title: string;
  /** One line that says what it checks. */
  readonly description: string;
  readonly category: KindCategory;
  /** True: many people need it, so the form offers it first. */
  readonly common?: true;
  /** In the order in which they are shown, including the common ones. */
  readonly fields: readonly FormField[];
  /** In the order in which they happen. A check has the phases that it reached. */
  readonly phases: readonly PhaseDescriptor[];
  readonly metrics: readonly MetricDescriptor[];
  /** In the order in which they are shown. A check has the details that it found. */
  readonly details: readonly DetailDescriptor[];
  /** The placeholders that only checks of this kind have. */
  readonly placeholders: readonly PlaceholderDescriptor[];
  /** The failures that only this kind has, or that it explains in its own words. All others are in `FAILURES`. */
  readonly failures: readonly FailureDescriptor[];
  /** The issues that only fields of this kind have. All others are in `ISSUES`. */
  readonly issues: readonly IssueDescriptor[];
  /** Examples of what people may paste, such as `db.example.org:5432`. They are shown where targets are pasted. */
  readonly pasteExamples: readonly string[];
  /** An endpoint as written in lookout.yaml, for the documentation. */
  readonly example: EndpointInput;
}
