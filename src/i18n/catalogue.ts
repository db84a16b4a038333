import type { FailureCode } from '../contract/model/failure.ts';
import type { RefusalReason } from '../contract/errors.ts';
import type { IssueCode } from '../contract/model/issue.ts';
import type { NoticeCode, NotificationCode } from '../contract/model/notices.ts';
import type { ProblemCode } from '../contract/model/problem.ts';

/** A text with a heading. The body may be empty. */
export interface TitledText {
  readonly title: string;
  readonly body: string;
}

/** All texts of one language: an ICU message for each code. A missing text does not compile. */
export interface Catalogue {
  /** A BCP 47 tag: the language of the texts, with its plural forms and its way to write numbers. */
  readonly locale: string;
  readonly failures: Readonly<Record<FailureCode, string>>;
  readonly problems: Readonly<Record<ProblemCode, string>>;
  /** The argument `field` is always there. */
  readonly issues: Readonly<Record<IssueCode, string>>;
  /** What was given instead; a sentence that follows an issue. Argument `given`. */
  readonly given: string;
  /** A part of a field: an entry of a list, or the value of a name. Arguments `field`, `entry` (a number from 1) and `name`. */
  readonly fieldPart: string;
  /** What an issue is about that concerns no single field. */
  readonly whole: string;
  readonly refusals: Readonly<Record<RefusalReason, string>>;
  readonly notices: Readonly<Record<NoticeCode, TitledText>>;
  readonly notifications: Readonly<Record<NotificationCode, TitledText>>;
  /** What is said about a code without a text, such as one of another version of Lookout; argument `code`. */
  readonly unknown: { readonly failure: string; readonly message: string };
}
