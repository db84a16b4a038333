/** Turns codes with parameters, as they cross process boundaries, into text. Pure. */
import type { RequestFailure } from '../contract/errors.ts';
import type { FailureSummary } from '../contract/model/failure.ts';
import type { FileIssue, Issue } from '../contract/model/issue.ts';
import type { Notice, Notification } from '../contract/model/notices.ts';
import type { Message, Param, Params } from '../contract/model/text.ts';
import type { Catalogue, TitledText } from './catalogue.ts';
import type { Say } from './codes/sentences.ts';
import { en } from './en/index.ts';
import { TextMaker, type KindTexts } from './text-maker.ts';

export interface TextsOptions {
  /** Absent: English. */
  readonly catalogue?: Catalogue;
  /** Absent: the zone of this machine. */
  readonly timeZone?: string;
}

/** Texts in one language. Nothing here throws: a code without a text is named, and a missing parameter is left out. */
export interface Texts {
  /**
   * Why a check did not succeed: one sentence that ends in a full stop.
   * @param kind the endpoint's kind, if it is known; it may have words of its own for the code
   */
  readonly failure: (failure: FailureSummary, kind?: string) => string;
  /** What failures with the same code have in common, in a few words; the code itself if there is no text. */
  readonly cause: (code: string) => string;
  /** The text of an issue, without the given value: for a form, where that can be seen. */
  readonly issue: (issue: Issue) => string;
  /** The text of an issue, with the given value. */
  readonly issueInFull: (issue: Issue) => string;
  /** The same with the place in the file: `lookout.yaml:12:5 endpoints[3].interval: Interval must be …`. */
  readonly fileIssue: (issue: FileIssue) => string;
  /** Why a request was refused: its reason, or its first issue. */
  readonly refusal: (failure: Pick<RequestFailure, 'reason' | 'params' | 'issues'>) => string;
  readonly notice: (notice: Pick<Notice, 'code' | 'params'>) => TitledText;
  readonly notification: (notification: Pick<Notification, 'code' | 'params'>) => TitledText;
  /** Any message: a failure, an issue, a problem or a sentence. */
  readonly message: (message: Message) => string;
  /** A text that only this process shows, such as in the tray. */
  readonly say: Say;
}

/** @param kinds those of the engine, whose descriptors have the texts of their own codes */
export function createTexts(kinds: readonly KindTexts[], { catalogue = en, timeZone }: TextsOptions = {}): Texts {
  const maker = new TextMaker(kinds, catalogue, timeZone);
  const titled = ({ title, body }: TitledText, params: Params = {}): TitledText => ({
    title: maker.format(title, params),
    body: maker.format(body, params),
  });
  return {
    failure: (failure, kind) => maker.failure(failure, kind),
    cause: (code) => maker.cause(code),
    issue: (issue) => maker.issue(issue),
    issueInFull: (issue) => maker.issueInFull(issue),
    fileIssue: (issue) => maker.fileIssue(issue),
    refusal: ({ reason, params = {}, issues: [first] }) =>
      first === undefined ? maker.refusal(reason, params) : maker.issueInFull(first),
    notice: ({ code, params }) => titled(catalogue.notices[code], params),
    notification: ({ code, params }) => titled(catalogue.notifications[code], params),
    message: (message) => maker.message(message),
    say: (code, params = {}) => maker.sentence(code, toParams(params)),
  };
}

/** Leaves out parameters that do not apply. */
function toParams(params: Readonly<Record<string, Param | undefined>>): Params {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, Param] => entry[1] !== undefined));
}
