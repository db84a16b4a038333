import { z } from 'zod';
import type { EndpointMatch } from '../../contract/model/match.ts';
import { accepts } from './accepts.ts';

/** The most endpoints that Lookout watches. */
const MAX_ENDPOINTS = 20_000;
const text = () => accepts('textBetween', { min: 1, max: 200 }, z.string().trim().min(1).max(200));

/** Which endpoints a rule, a silence, a maintenance window, an objective or a request is about. */
export const matchSchema = z.strictObject({
  endpoints: accepts(
    'namesOf',
    { reason: 'endpoints', max: MAX_ENDPOINTS },
    z.array(text()).max(MAX_ENDPOINTS),
  ).optional(),
  group: text().optional(),
  tag: text().optional(),
  name: text().optional(),
  kind: text().optional(),
}) satisfies z.ZodType<EndpointMatch>;
