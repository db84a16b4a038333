/** Makes text of what crosses process boundaries as a code with parameters. Pure. */
import type { FailureDescriptor, FormField, PhaseDescriptor } from '../contract/descriptor.ts';
import type { FailureSummary } from '../contract/model/failure.ts';
import type { Notification } from '../contract/model/notices.ts';
import type { Message, Params } from '../contract/model/text.ts';
import type { Catalogue, TitledText } from './catalogue.ts';
import { en } from './en/index.ts';
import { parseMessage, type ParsedMessage } from './message.ts';
import { createUnits } from './units.ts';

/** What the texts of a kind's codes need: a `KindDescriptor` has it. */
export interface KindTexts {
  readonly kind: string;
  readonly failures: readonly FailureDescriptor[];
  readonly phases: readonly PhaseDescriptor[];
  readonly fields: readonly Pick<FormField, 'name' | 'label'>[];
}

export interface TextsOptions {
  /** Absent: English. */
  readonly catalogue?: Catalogue;
  /** Absent: the zone of this machine. */
  readonly timeZone?: string;
}

/** Texts in one language. Nothing here throws: a code without a text is named, a parameter that is missing is left out. */
export interface Texts {
  /**
   * Why a check did not succeed: one sentence that ends in a full stop.
   * @param kind the endpoint's kind, if that is known; it may have words of its own for the code
   */
  failure(failure: FailureSummary, kind?: string): string;
  notification(notification: Pick<Notification, 'code' | 'params'>): TitledText;
  /** Any message: a failure or a problem. */
  message(message: Message): string;
}

/** @param kinds those of the engine, whose descriptors have the texts of their own codes */
export function createTexts(kinds: readonly KindTexts[], options: TextsOptions = {}): Texts {
  const { catalogue = en, timeZone } = options;
  const units = createUnits({ locale: catalogue.locale, timeZone });
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const parsed = new Map<string, ParsedMessage>();

  function format(text: string, params: Params): string {
    let message = parsed.get(text);
    if (message === undefined) {
      message = parseMessage(text, catalogue.locale);
      parsed.set(text, message);
    }
    return message.format(params, units, say);
  }

  /** The text of a failure in the words of its kind, then in those of all kinds. */
  function failureText(code: string, kind: KindTexts | undefined): string | undefined {
    const own = kind?.failures.find((failure) => failure.code === code)?.text;
    if (own !== undefined) return own;
    if (Object.hasOwn(catalogue.failures, code)) return textOf(catalogue.failures, code);
    // The kind is not known where an endpoint is gone; a code of one kind tells it.
    return kinds.flatMap(({ failures }) => failures).find((failure) => failure.code === code)?.text;
  }

  function failure({ code, params, phase, message }: FailureSummary, kindName?: string): string {
    if (message !== undefined) return message;
    const kind = kindName === undefined ? undefined : byName.get(kindName);
    const text = failureText(code, kind);
    if (text === undefined) return format(catalogue.unknown.failure, { code });
    const phaseLabel = kind?.phases.find(({ name }) => name === phase)?.label ?? phase ?? null;
    return format(text, { ...withLabel(params, kind), phase: phase ?? null, phaseLabel });
  }

  function say(message: Message): string {
    const { code, params = {}, kind } = message;
    if (Object.hasOwn(catalogue.problems, code)) return format(textOf(catalogue.problems, code) ?? '', params);
    if (failureText(code, undefined) !== undefined) return failure(message, kind);
    return format(catalogue.unknown.message, { code });
  }

  function titled({ title, body }: TitledText, params: Params = {}): TitledText {
    return { title: format(title, params), body: format(body, params) };
  }

  return {
    failure,
    notification: ({ code, params }) => titled(catalogue.notifications[code], params),
    message: say,
  };
}

function textOf(texts: Readonly<Record<string, string>>, code: string): string | undefined {
  return texts[code];
}

/** The same parameters with the label of the form field that `field` names, where the kind has one. */
function withLabel(params: Params = {}, kind: KindTexts | undefined): Params {
  const { field } = params;
  if (typeof field !== 'string' || kind === undefined) return params;
  const [name = '', ...rest] = field.split('.');
  const label = kind.fields.find((known) => known.name === name)?.label;
  return label === undefined ? params : { ...params, field: [label, ...rest].join(' › ') };
}
