/** The status codes that an endpoint accepts, `200-299,301`, for kinds whose answers have a status like those of HTTP. */
import { z } from 'zod';
import type { FormField, IssueDescriptor } from '../../../contract/descriptor.ts';
import { acceptsOwn } from '../../base/accepts.ts';

/** The highest code that a status line can carry: three digits (RFC 9112, 4). Some servers use codes above 599. */
const MAX_STATUS = 999;
const DEFAULT = '200-299';
const RANGE = /^\s*(\d{3})\s*(?:-\s*(\d{3})\s*)?$/u;

/** Whether a status is accepted. Compiled once per text, because it is called after every check. */
export type AcceptedStatus = (status: number) => boolean;
const compiled = new Map<string, AcceptedStatus>();
const MAX_COMPILED = 1_000;

/**
 * Parses codes and ranges separated by commas, each from 100 to 999; ranges include both ends.
 * @returns null when the text is not valid
 */
export function parseAcceptedStatus(text: string): AcceptedStatus | null {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const accepted = new Uint8Array(MAX_STATUS + 1);
  for (const part of text.split(',')) {
    const [whole, first, last] = RANGE.exec(part) ?? [];
    const from = Number(first);
    const to = Number(last ?? first);
    if (whole === undefined || from < 100 || from > to) return null;
    accepted.fill(1, from, to + 1);
  }
  const accepts: AcceptedStatus = (status) => accepted[status] === 1;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(text, accepts);
  return accepts;
}

/** @param code of an issue that the kind declares with `acceptedStatusIssue` */
export function acceptedStatusSchema(code: string) {
  return acceptsOwn(
    code,
    z
      .string()
      .max(1_000)
      .refine((text) => parseAcceptedStatus(text) !== null),
  ).default(DEFAULT);
}

/** @param example such as `200-299,404` */
export function acceptedStatusField(example: string): FormField {
  return {
    name: 'acceptedStatus',
    label: 'Accepted status',
    type: 'text',
    section: 'expect',
    default: DEFAULT,
    help: `Status codes and ranges, such as ${example}. Other codes are a failure.`,
  };
}

export function acceptedStatusIssue(code: string): IssueDescriptor {
  return {
    code,
    text: '{field} must be status codes and ranges from 100 to 999, such as 200-299,404.',
    params: {},
  };
}
