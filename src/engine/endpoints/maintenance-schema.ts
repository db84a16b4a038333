/** The JSON Schemas (draft 2020-12) of maintenance windows, silences and objectives in lookout.yaml. */
import { z } from 'zod';
import { jsonSchemaOf } from '../check/json-schema.ts';
import { maintenanceShape } from './read-maintenance.ts';
import { objectiveShape } from './read-objective.ts';

const DESCRIPTIONS: Readonly<Record<keyof typeof maintenanceShape, string>> = {
  name: 'The name of the window; unique in the file.',
  match: 'The endpoints that the window applies to: all fields must hold. Without it, all endpoints.',
  from: 'When it begins, if it happens once, such as 2026-12-01 22:00.',
  to: 'When it ends, if it happens once. Or give a duration.',
  weekdays: 'The days of the week on which it begins, at the time `at`.',
  monthDays: 'The days of the month on which it begins, at the time `at`; `last` is the last day.',
  at: 'The time of day at which it begins, such as 02:00.',
  cron: 'A cron expression for when it begins, such as 0 2 * * SUN.',
  duration: 'How long it lasts; 1 min to 31 d.',
  timezone: 'The time zone of the times, such as Europe/Berlin; default: that of the computer that runs Lookout.',
};

const OBJECTIVE: Readonly<Record<keyof typeof objectiveShape, string>> = {
  name: 'The name of the objective; unique in the file.',
  match: 'The endpoints that count together, by their mean. Without it, all endpoints.',
  target: 'The percentage of time that they should be up, such as 99.9.',
  window: 'The period up to now that the objective covers; 1 d to 366 d; default 30d.',
};

export function maintenanceJsonSchema(): object {
  return described(maintenanceShape, DESCRIPTIONS);
}

/** A silence has the same fields as a window. */
export function silenceJsonSchema(): object {
  return described(maintenanceShape, {
    ...DESCRIPTIONS,
    name: 'Why nobody is alerted; unique in the file.',
    match: 'The endpoints that are silenced: all fields must hold. Without it, all endpoints.',
  });
}

export function objectiveJsonSchema(): object {
  return described(objectiveShape, OBJECTIVE);
}

/** The JSON Schema of an object whose fields have descriptions. */
export function described(shape: z.ZodRawShape, descriptions: Readonly<Record<string, string>>): object {
  const { properties = {}, ...node } = jsonSchemaOf(z.strictObject(shape));
  const entries = Object.entries(descriptions).map(([name, description]) => {
    const property = properties[name];
    return [name, typeof property === 'object' ? { description, ...property } : property];
  });
  return { ...node, properties: Object.fromEntries(entries) };
}
