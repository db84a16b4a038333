/** Turns codes with parameters, as they cross process boundaries, into text. Pure. */
import type { FailureDescriptor, FormField, IssueDescriptor, PhaseDescriptor } from '../contract/descriptor.ts';
import type { RequestFailure } from '../contract/errors.ts';
import type { FailureSummary } from '../contract/model/failure.ts';
import type { FileIssue, Issue } from '../contract/model/issue.ts';
import type { Notice, Notification } from '../contract/model/notices.ts';
import type { Message, Param, Params } from '../contract/model/text.ts';
import type { Catalogue, TitledText } from './catalogue.ts';
import type { Say } from './codes/sentences.ts';
import { en } from './en/index.ts';
import { readAreaPath, readFieldPath } from './field-path.ts';
import { parseMessage, type ParsedMessage } from './message.ts';
import { createUnits } from './units.ts';

/** The part of a `KindDescriptor` that the texts of its codes need. */
export interface KindTexts {
  readonly kind: string;
  readonly failures: readonly FailureDescriptor[];
  readonly issues: readonly IssueDescriptor[];
  readonly phases: readonly PhaseDescriptor[];
  readonly fields: readonly Pick<FormField, 'name' | 'label'>[];
}

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
export function createTexts(kinds: readonly KindTexts[], options: TextsOptions = {}): Texts {
  const { catalogue = en, timeZone } = options;
  const { alerts, annotations, health, history, imports, tray, usage, durationUnits, byteUnits } = catalogue;
  const units = createUnits({ locale: catalogue.locale, timeZone, durationUnits, byteUnits });
  const sentences: Readonly<Record<string, string>> = {
    ...alerts,
    ...annotations,
    ...health,
    ...history,
    ...imports,
    ...tray,
    ...usage,
  };
  const labels: Catalogue['labels'] = catalogue.labels;
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const parsed = new Map<string, ParsedMessage>();
  /** Cached by code, because a wall needs the same few texts again and again. */
  const causes = new Map<string, string>();

  function messageOf(text: string): ParsedMessage {
    let message = parsed.get(text);
    if (message === undefined) {
      message = parseMessage(text, catalogue.locale);
      parsed.set(text, message);
    }
    return message;
  }

  function format(text: string, params: Params): string {
    return messageOf(text).format(params, units, messageText);
  }

  function kindOf(name: string | undefined): KindTexts | undefined {
    return name === undefined ? undefined : byName.get(name);
  }

  /** A text in the words of the kind, then in those of all kinds, then of the one kind that has the code. */
  function find(what: 'failures' | 'issues', code: string, kind: KindTexts | undefined): string | undefined {
    const ofCode = (declared: { readonly code: string }) => declared.code === code;
    return (
      kind?.[what].find(ofCode)?.text ??
      textOf(catalogue[what], code) ??
      kinds.flatMap((one): readonly { code: string; text: string }[] => one[what]).find(ofCode)?.text
    );
  }

  /** The label of a field, with the part of it that is meant; its path where no kind has such a field. */
  function label(path: string, kind: KindTexts | undefined): string {
    const inArea = readAreaPath(path);
    if (inArea !== null) return labels[inArea.area]?.[inArea.name] ?? path;
    const { name, part } = readFieldPath(path);
    const field = kind?.fields.find((known) => known.name === name)?.label;
    if (path === '' || field === undefined) return path === '' ? catalogue.whole : path;
    if (part === null) return field;
    return format(catalogue.fieldPart, typeof part === 'number' ? { field, entry: part } : { field, name: part });
  }

  function failure({ code, params = {}, phase, message }: FailureSummary, kindName?: string): string {
    if (message !== undefined) return message;
    const { vantage } = params;
    // A vantage point reports only the code, and its text would have gaps.
    if (typeof vantage === 'string' && !code.startsWith('local.')) {
      return format(catalogue.failures['probe.failed'], { vantage, cause: cause(code) });
    }
    const kind = kindOf(kindName);
    // Alerts may be about other things than failed checks, such as a notice.
    const text = find('failures', code, kind) ?? textOf(sentences, code) ?? noticeOf(code);
    if (text === undefined) return format(catalogue.unknown.failure, { code });
    const phaseLabel = kind?.phases.find(({ name }) => name === phase)?.label ?? phase ?? null;
    const { field } = params;
    const named = typeof field === 'string' ? { field: label(field, kind) } : {};
    return format(text, { ...params, ...named, phase: phase ?? null, phaseLabel });
  }

  function noticeOf(code: string): string | undefined {
    const notices: Readonly<Record<string, TitledText>> = catalogue.notices;
    return Object.hasOwn(notices, code) ? notices[code]?.title : undefined;
  }

  function cause(code: string): string {
    let text = causes.get(code);
    if (text === undefined) {
      text = causeOf(code);
      causes.set(code, text);
    }
    return text;
  }

  function causeOf(code: string): string {
    const declared =
      textOf(catalogue.causes, code) ??
      kinds.flatMap(({ failures }) => failures).find((one) => one.code === code)?.cause;
    if (declared !== undefined) return declared;
    const text = find('failures', code, undefined);
    return (text === undefined ? null : messageOf(text).formatBare()) ?? code;
  }

  function issue({ code, params, path, kind: kindName }: Issue): string {
    const kind = kindOf(kindName);
    const text = find('issues', code, kind);
    if (text === undefined) return format(catalogue.unknown.message, { code });
    return format(text, { ...params, field: label(path, kind) });
  }

  function issueInFull(one: Issue): string {
    const text = issue(one);
    return one.given === undefined ? text : `${text} ${format(catalogue.given, { given: one.given })}`;
  }

  function fileIssue(one: FileIssue): string {
    const { file, position, path } = one;
    const place = {
      file,
      line: position?.line ?? null,
      column: position?.column ?? null,
      path: path === '' ? null : path,
    };
    return format(catalogue.problems['file.issue'], { ...place, problem: issueInFull(one) });
  }

  function messageText(message: Message): string {
    if (isFileIssue(message)) return fileIssue(message);
    if (isIssue(message)) return issueInFull(message);
    const { code, params = {}, kind } = message;
    const text = textOf(catalogue.problems, code) ?? textOf(sentences, code);
    if (text !== undefined) return format(text, params);
    if (find('failures', code, undefined) !== undefined) return failure(message, kind);
    return format(catalogue.unknown.message, { code });
  }

  function titled({ title, body }: TitledText, params: Params = {}): TitledText {
    return { title: format(title, params), body: format(body, params) };
  }

  return {
    failure,
    cause,
    issue,
    issueInFull,
    fileIssue,
    refusal({ reason, params = {}, issues: [first] }) {
      if (first !== undefined) return issueInFull(first);
      return format(textOf(catalogue.refusals, reason) ?? catalogue.unknown.message, { code: reason, ...params });
    },
    notice: ({ code, params }) => titled(catalogue.notices[code], params),
    notification: ({ code, params }) => titled(catalogue.notifications[code], params),
    message: messageText,
    say: (code, params = {}) => format(sentences[code] ?? catalogue.unknown.message, toParams(params)),
  };
}

function textOf(texts: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}

/** Leaves out parameters that do not apply. */
function toParams(params: Readonly<Record<string, Param | undefined>>): Params {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, Param] => entry[1] !== undefined));
}

function isIssue(message: Message): message is Issue {
  return 'path' in message && typeof message.path === 'string';
}

function isFileIssue(message: Message): message is FileIssue {
  return isIssue(message) && 'file' in message && 'position' in message;
}
