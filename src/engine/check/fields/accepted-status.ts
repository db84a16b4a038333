/** The field `acceptedStatus`, of kinds whose answers have a status like those of HTTP. */
import { z } from 'zod';
import type { IssueDescriptor } from '../../../contract/descriptor.ts';
import { acceptsOwn } from '../../base/accepts.ts';
import { parseAcceptedStatus } from '../http/accepted-status.ts';

/** @param code of an issue that the kind declares with `acceptedStatusIssue` */
export function acceptedStatusSchema(code: string) {
  return acceptsOwn(
    code,
    z
      .string()
      .max(1_000)
      .refine((text) => parseAcceptedStatus(text) !== null),
  ).default('200-299');
}

export function acceptedStatusIssue(code: string): IssueDescriptor {
  return {
    code,
    text: '{field} must be status codes and ranges from 100 to 999, such as 200-299,404.',
    params: {},
  };
}
