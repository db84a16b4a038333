/** Reads objectives that come from a page, a script or lookout.yaml. */
import { z } from 'zod';
import type { Issue } from '../../contract/model/issue.ts';
import type { ObjectiveConfig } from '../../contract/model/objective.ts';
import { isRecord } from '../../shared/is-record.ts';
import { accepts } from '../base/accepts.ts';
import { issueOf } from '../base/issues.ts';
import { matchSchema } from '../base/match-schema.ts';
import { durationSchema, OBJECTIVE_DEFAULTS, OBJECTIVE_WINDOW, targetSchema } from '../check/common.ts';
import { issuesOfFields } from './read-maintenance.ts';

export const objectiveShape = {
  name: accepts('textBetween', { min: 1, max: 200 }, z.string().trim().min(1).max(200)),
  match: accepts('type', { reason: 'object' }, matchSchema).default({}),
  target: targetSchema(),
  window: durationSchema(OBJECTIVE_WINDOW).default(OBJECTIVE_DEFAULTS.objectiveWindow),
};
const schema = z.strictObject(objectiveShape);

export type ReadObjective =
  | { readonly ok: true; readonly config: ObjectiveConfig }
  /** The paths are within the objective. */
  | { readonly ok: false; readonly issues: readonly Issue[] };

export function readObjective(input: unknown): ReadObjective {
  if (!isRecord(input)) {
    return { ok: false, issues: [issueOf('type', '', { reason: 'object' }, { given: input ?? undefined })] };
  }
  const read = schema.safeParse(input);
  if (read.success) return { ok: true, config: read.data };
  return { ok: false, issues: issuesOfFields(read.error, objectiveShape, input) };
}
