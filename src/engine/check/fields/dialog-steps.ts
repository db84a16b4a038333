/**
 * Steps of a conversation, one text each: `send PING\r\n`, `expect +PONG`, `expect /^2\d\d /`, `send hex 50 49`. Later
 * steps can use what the groups of a regular expression matched: `${1}`, or `${name}` of `(?P<name>…)`.
 */
import { z } from 'zod';
import type { FormField, IssueDescriptor } from '../../../contract/descriptor.ts';
import { acceptsOwn, ownIssue } from '../../base/accepts.ts';
import { compileRegex } from '../../conditions/regex.ts';
import { unescape } from './escapes.ts';

/** Bytes, or the name of a capture. */
export type DialogPart = Buffer | string;

export type DialogStep =
  | { readonly action: 'send'; readonly parts: readonly DialogPart[] }
  | { readonly action: 'expect'; readonly parts: readonly DialogPart[]; readonly text: string }
  | { readonly action: 'match'; readonly regex: string; readonly flags: string; readonly text: string };

const MAX_STEPS = 50;
const MAX_CHARACTERS = 10_000;

const STEP = /^(?<action>send|expect)\s(?<text>.+)$/isu;
const HEX = /^hex\s+(?<digits>(?:[0-9a-f]{2}\s*)+)$/iu;
const REGEX = /^\/(?<regex>(?:[^/\\]|\\.)+)\/(?<flags>[a-z]*)$/su;
const CAPTURE = /\$\{(\w{1,50})\}/gu;

/** @returns null when it is not a step */
export function parseDialogStep(text: string): DialogStep | null {
  const { action = '', text: rest = '' } = STEP.exec(text)?.groups ?? {};
  const isSend = action.toLowerCase() === 'send';
  const { regex, flags = '' } = (isSend ? null : REGEX.exec(rest)?.groups) ?? {};
  if (regex !== undefined) return { action: 'match', regex, flags, text: rest };
  const parts = partsOf(rest);
  if (rest === '' || parts === null) return null;
  return isSend ? { action: 'send', parts } : { action: 'expect', parts, text: rest };
}

/** The text of a step, with escapes, captures or hexadecimal digits. @returns null when an escape is wrong */
function partsOf(text: string): readonly DialogPart[] | null {
  const digits = HEX.exec(text)?.groups?.['digits'];
  if (digits !== undefined) return [Buffer.from(digits.replaceAll(/\s/gu, ''), 'hex')];
  const parts: DialogPart[] = [];
  let end = 0;
  for (const match of text.matchAll(CAPTURE)) {
    const before = unescape(text.slice(end, match.index));
    if (before === null) return null;
    parts.push(before, match[1] ?? '');
    end = match.index + match[0].length;
  }
  const last = unescape(text.slice(end));
  return last === null ? null : [...parts, last];
}

/** The bytes of a step. A group that took no part is empty. */
export function renderParts(parts: readonly DialogPart[], captures: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part !== 'string') return part;
      return Buffer.from(Object.hasOwn(captures, part) ? (captures[part] ?? '') : '');
    }),
  );
}

/** For the descriptors of the kinds with this field. */
export const dialogIssues = [
  {
    code: 'dialog.step',
    text: '{field} must begin with send or expect, such as: send PING\\r\\n. A backslash begins \\r, \\n, \\t, \\0, \\\\ or \\xNN.',
    params: {},
  },
  {
    code: 'dialog.regex',
    text: '{field} has a regular expression that cannot be read: {problem}.',
    params: { problem: 'why' },
  },
  {
    code: 'dialog.capture',
    text: '{field} uses the group {name} before a regular expression has found it.',
    params: { name: 'the name of the group' },
  },
  {
    code: 'dialog.steps',
    text: '{field} must be a list with at most {max, number} steps.',
    params: { max: 'the maximum number of steps' },
  },
] as const satisfies readonly IssueDescriptor[];

/** For `superRefine`: says what is wrong with the text of a step. */
function refineDialogStep(text: string, context: z.RefinementCtx): void {
  const parsed = parseDialogStep(text);
  if (parsed === null) {
    context.addIssue({ code: 'custom' });
    return;
  }
  const problem = parsed.action === 'match' ? compileRegex(parsed.regex, parsed.flags).problem : null;
  if (problem !== null) context.addIssue(ownIssue('dialog.regex', { problem }));
}

/**
 * The text of a single step, whose action the field says.
 * @param code the issue of a text that is not such a step
 */
export function dialogTextSchema(code: string, action: 'send' | 'expect') {
  const text = z
    .string()
    .max(MAX_CHARACTERS)
    .superRefine((given, context) => {
      if (given !== '') refineDialogStep(`${action} ${given}`, context);
    });
  return acceptsOwn(code, text, { max: MAX_CHARACTERS }).default('');
}

export function dialogStepsSchema() {
  const step = acceptsOwn('dialog.step', z.string().max(MAX_CHARACTERS).superRefine(refineDialogStep));
  const steps = z
    .array(step)
    .max(MAX_STEPS)
    .superRefine((texts, context) => {
      let isFound = false;
      for (const [index, text] of texts.entries()) {
        const parsed = parseDialogStep(text);
        if (parsed?.action === 'match') isFound = true;
        else if (!isFound) {
          const name = parsed?.parts.find((part) => typeof part === 'string');
          if (name !== undefined) context.addIssue({ ...ownIssue('dialog.capture', { name }), path: [index] });
        }
      }
    });
  return acceptsOwn('dialog.steps', steps, { max: MAX_STEPS }).default([]);
}

/** @param help what happens before the steps */
export function dialogStepsField(help: string): FormField {
  return {
    name: 'steps',
    label: 'Steps',
    type: 'list',
    expressions: true,
    section: 'request',
    advanced: true,
    default: [],
    help: `${help} One per line: send TEXT, expect TEXT, expect /REGEX/ or send hex 0a0b. $\{1} is what the first group of a regex found.`,
  };
}
