/** Finds the text of a code in the catalogue or in a kind, and puts its parameters in. Pure, apart from its caches. */
import type { FailureDescriptor, FormField, IssueDescriptor, PhaseDescriptor } from '../contract/descriptor.ts';
import type { FailureSummary } from '../contract/model/failure.ts';
import type { FileIssue, Issue } from '../contract/model/issue.ts';
import type { Message, Params } from '../contract/model/text.ts';
import type { Catalogue, TitledText } from './catalogue.ts';
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

type CodeTexts = Readonly<Record<string, string>>;

/** The texts of `Texts`, which documents its methods. */
export class TextMaker {
  readonly #kinds: readonly KindTexts[];
  readonly #byName: ReadonlyMap<string, KindTexts>;
  readonly #catalogue: Catalogue;
  readonly #sentences: CodeTexts;
  readonly #units: ReturnType<typeof createUnits>;
  readonly #parsed = new Map<string, ParsedMessage>();
  /** By code, because a wall asks for the same few again and again. */
  readonly #causes = new Map<string, string>();

  /** @param timeZone undefined: the zone of this machine */
  constructor(kinds: readonly KindTexts[], catalogue: Catalogue, timeZone: string | undefined) {
    const { locale, durationUnits, byteUnits } = catalogue;
    this.#kinds = kinds;
    this.#byName = new Map(kinds.map((kind) => [kind.kind, kind]));
    this.#catalogue = catalogue;
    this.#sentences = sentencesOf(catalogue);
    this.#units = createUnits({ locale, timeZone, durationUnits, byteUnits });
  }

  /** @param text an ICU message */
  format(text: string, params: Params): string {
    return this.#parse(text).format(params, this.#units, (message) => this.message(message));
  }

  failure({ code, params = {}, phase, message }: FailureSummary, kindName?: string): string {
    if (message !== undefined) return message;
    const { vantage } = params;
    // A vantage point reports only the code, and its text would have gaps.
    if (typeof vantage === 'string' && !code.startsWith('local.')) {
      return this.format(this.#catalogue.failures['probe.failed'], { vantage, cause: this.cause(code) });
    }
    const kind = this.#kindOf(kindName);
    // Alerts may be about other things than failed checks, such as a notice.
    const text = this.#find('failures', code, kind) ?? textOf(this.#sentences, code) ?? this.#noticeOf(code);
    if (text === undefined) return this.format(this.#catalogue.unknown.failure, { code });
    const phaseLabel = kind?.phases.find(({ name }) => name === phase)?.label ?? phase ?? null;
    const { field } = params;
    const named = typeof field === 'string' ? { field: this.#label(field, kind) } : {};
    return this.format(text, { ...params, ...named, phase: phase ?? null, phaseLabel });
  }

  cause(code: string): string {
    let text = this.#causes.get(code);
    if (text === undefined) {
      text = this.#causeOf(code);
      this.#causes.set(code, text);
    }
    return text;
  }

  issue({ code, params, path, kind: kindName }: Issue): string {
    const kind = this.#kindOf(kindName);
    const text = this.#find('issues', code, kind);
    if (text === undefined) return this.format(this.#catalogue.unknown.message, { code });
    return this.format(text, { ...params, field: this.#label(path, kind) });
  }

  issueInFull(issue: Issue): string {
    const text = this.issue(issue);
    return issue.given === undefined ? text : `${text} ${this.format(this.#catalogue.given, { given: issue.given })}`;
  }

  fileIssue(issue: FileIssue): string {
    const { file, position, path } = issue;
    const place = {
      file,
      line: position?.line ?? null,
      column: position?.column ?? null,
      path: path === '' ? null : path,
    };
    return this.format(this.#catalogue.problems['file.issue'], { ...place, problem: this.issueInFull(issue) });
  }

  refusal(reason: string, params: Params): string {
    const text = textOf(this.#catalogue.refusals, reason) ?? this.#catalogue.unknown.message;
    return this.format(text, { code: reason, ...params });
  }

  message(message: Message): string {
    if (isFileIssue(message)) return this.fileIssue(message);
    if (isIssue(message)) return this.issueInFull(message);
    const { code, params = {}, kind } = message;
    const text = textOf(this.#catalogue.problems, code) ?? textOf(this.#sentences, code);
    if (text !== undefined) return this.format(text, params);
    if (this.#find('failures', code, undefined) !== undefined) return this.failure(message, kind);
    return this.format(this.#catalogue.unknown.message, { code });
  }

  /** A text that only this process shows, such as in the tray. */
  sentence(code: string, params: Params): string {
    return this.format(this.#sentences[code] ?? this.#catalogue.unknown.message, params);
  }

  #parse(text: string): ParsedMessage {
    let message = this.#parsed.get(text);
    if (message === undefined) {
      message = parseMessage(text, this.#catalogue.locale);
      this.#parsed.set(text, message);
    }
    return message;
  }

  #kindOf(name: string | undefined): KindTexts | undefined {
    return name === undefined ? undefined : this.#byName.get(name);
  }

  /** A text in the words of the kind, then in those of all kinds, then of the one kind that has the code. */
  #find(what: 'failures' | 'issues', code: string, kind: KindTexts | undefined): string | undefined {
    const ofCode = (declared: { readonly code: string }) => declared.code === code;
    return (
      kind?.[what].find(ofCode)?.text ??
      textOf(this.#catalogue[what], code) ??
      this.#kinds.flatMap((one): readonly { code: string; text: string }[] => one[what]).find(ofCode)?.text
    );
  }

  /** The label of a field, with the part of it that is meant; its path where no kind has such a field. */
  #label(path: string, kind: KindTexts | undefined): string {
    const { whole, fieldPart } = this.#catalogue;
    const labels: Catalogue['labels'] = this.#catalogue.labels;
    const inArea = readAreaPath(path);
    if (inArea !== null) return labels[inArea.area]?.[inArea.name] ?? path;
    const { name, part } = readFieldPath(path);
    const field = kind?.fields.find((known) => known.name === name)?.label;
    if (path === '' || field === undefined) return path === '' ? whole : path;
    if (part === null) return field;
    return this.format(fieldPart, typeof part === 'number' ? { field, entry: part } : { field, name: part });
  }

  #noticeOf(code: string): string | undefined {
    const notices: Readonly<Record<string, TitledText>> = this.#catalogue.notices;
    return Object.hasOwn(notices, code) ? notices[code]?.title : undefined;
  }

  #causeOf(code: string): string {
    const declared =
      textOf(this.#catalogue.causes, code) ??
      this.#kinds.flatMap(({ failures }) => failures).find((one) => one.code === code)?.cause;
    if (declared !== undefined) return declared;
    const text = this.#find('failures', code, undefined);
    return (text === undefined ? null : this.#parse(text).formatBare()) ?? code;
  }
}

function sentencesOf({ alerts, annotations, health, history, imports, tray, usage }: Catalogue): CodeTexts {
  return { ...alerts, ...annotations, ...health, ...history, ...imports, ...tray, ...usage };
}

function textOf(texts: CodeTexts, code: string): string | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined;
}

function isIssue(message: Message): message is Issue {
  return 'path' in message && typeof message.path === 'string';
}

function isFileIssue(message: Message): message is FileIssue {
  return isIssue(message) && 'file' in message && 'position' in message;
}
