/** Reads silences that come from a page, a script or lookout.yaml. */
import { z } from 'zod';
import { accepts } from '../base/accepts.ts';
import { maintenanceShape, plannedReader } from '../endpoints/read-maintenance.ts';

const MAX_REASON = 2_000;

/** Validates a silence, which may be over. Its reason may be empty. */
export const readSilence = plannedReader(
  accepts('text', { max: MAX_REASON }, z.string().trim().max(MAX_REASON)).default(''),
);

/** Validates a silence of lookout.yaml, where it has a name. */
export const readSilenceInFile = plannedReader(maintenanceShape.name);
