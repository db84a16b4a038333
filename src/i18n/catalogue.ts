import type { FailureCode } from '../contract/model/failure.ts';
import type { RefusalReason } from '../contract/errors.ts';
import type { ImportWarningCode } from '../contract/model/import-warning.ts';
import type { IssueCode } from '../contract/model/issue.ts';
import type { NoticeCode, NotificationCode } from '../contract/model/notices.ts';
import type { ProblemCode } from '../contract/model/problem.ts';
import type { AlertTextCode } from './codes/alerts.ts';
import type { AnnotationCode } from './codes/annotations.ts';
import type { HealthCode } from './codes/health.ts';
import type { HistoryCode } from './codes/history.ts';
import type { TrayCode } from './codes/tray.ts';
import type { UsageCode } from './codes/usage.ts';
import type { ByteUnits } from './bytes.ts';
import type { DurationUnits } from './duration.ts';

/** A text with a heading. The body may be empty. */
export interface TitledText {
  readonly title: string;
  readonly body: string;
}

/** All texts of one language: an ICU message for each code. A missing text does not compile. */
export interface Catalogue {
  /** A BCP 47 tag: the language of the texts, which decides plural forms and the format of numbers. */
  readonly locale: string;
  readonly durationUnits: DurationUnits;
  readonly byteUnits: ByteUnits;
  readonly failures: Readonly<Record<FailureCode, string>>;
  /** What failures with the same code have in common: a few words, without arguments. */
  readonly causes: Readonly<Record<FailureCode, string>>;
  readonly problems: Readonly<Record<ProblemCode, string>>;
  /** The argument `field` is always there. */
  readonly issues: Readonly<Record<IssueCode, string>>;
  /** A sentence after an issue that says what was given. Argument `given`. */
  readonly given: string;
  /** A part of a field: an entry of a list, or the value of a name. Arguments `field`, `entry` (a number from 1) and `name`. */
  readonly fieldPart: string;
  /** The labels of fields that belong to no kind of check: of a maintenance window, and so on. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The subject of an issue that concerns no single field. */
  readonly whole: string;
  readonly refusals: Readonly<Record<RefusalReason, string>>;
  readonly notices: Readonly<Record<NoticeCode, TitledText>>;
  readonly notifications: Readonly<Record<NotificationCode, TitledText>>;
  readonly alerts: Readonly<Record<AlertTextCode, string>>;
  readonly health: Readonly<Record<HealthCode, string>>;
  readonly history: Readonly<Record<HistoryCode, string>>;
  readonly annotations: Readonly<Record<AnnotationCode, string>>;
  readonly imports: Readonly<Record<ImportWarningCode, string>>;
  readonly tray: Readonly<Record<TrayCode, string>>;
  readonly usage: Readonly<Record<UsageCode, string>>;
  /** The text for an unknown code, such as one from another version of Lookout; argument `code`. */
  readonly unknown: { readonly failure: string; readonly message: string };
}
