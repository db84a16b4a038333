/** Reads objectives that come from a page, a script or lookout.yaml. */
import { z } from 'zod';
import type { ObjectiveConfig } from '../../contract/model/objective.ts';
import { accepts } from '../base/accepts.ts';
import { matchSchema } from '../base/match-schema.ts';
import { durationSchema, OBJECTIVE_DEFAULTS, OBJECTIVE_WINDOW, targetSchema } from '../check/common.ts';
import { readFields, type ReadFields } from './read-fields.ts';

export const objectiveShape = {
  name: accepts('textBetween', { min: 1, max: 200 }, z.string().trim().min(1).max(200)),
  match: accepts('type', { reason: 'object' }, matchSchema).default({}),
  target: targetSchema(),
  window: durationSchema(OBJECTIVE_WINDOW).default(OBJECTIVE_DEFAULTS.objectiveWindow),
};
const schema = z.strictObject(objectiveShape);

export function readObjective(input: unknown): ReadFields<ObjectiveConfig> {
  return readFields(schema, input);
}
