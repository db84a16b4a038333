/** The fields of a journey. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { connectionForm, connectionSchemas, refineConnection } from '../../http/connection-fields.ts';
import { readSteps } from './check-steps.ts';
import { stepsFormat } from './format.ts';
import { parseSteps } from './parse-steps.ts';
import { StepError } from './step-error.ts';
import { isGenerated, isKnownGenerator, usesIn } from '../../fields/templates.ts';
import { lazily } from '../../fields/lazily.ts';
import { textLinesSchema } from '../../fields/text-lines.ts';
import { valueFields, valueSchemas } from '../../fields/values.ts';

const MAX_STEPS = 20_000;

const stepsTextSchema = () =>
  acceptsOwn(
    'steps.text',
    textLinesSchema(MAX_STEPS).superRefine((text, context) => {
      const problem = problemIn(() => parseSteps(text));
      if (problem !== null) context.addIssue(problem);
    }),
    { max: MAX_STEPS },
  );

const fields = lazily(() =>
  z.object({
    steps: stepsTextSchema(),
    ...valueSchemas('steps'),
    ...connectionSchemas(),
  }),
);

export const stepsSchema = lazily(() =>
  fields.superRefine((given, context) => {
    const problem = problemIn(() => readSteps(given.steps, Object.keys(given.values)));
    if (problem !== null) context.addIssue({ ...problem, path: ['steps'] });
    for (const [name, value] of Object.entries(given.values)) {
      // A value cannot contain another one, because their order would matter.
      const wrong = usesIn(value).find((use) => !isGenerated(use) || !isKnownGenerator(use));
      if (wrong !== undefined)
        context.addIssue({ ...ownIssue('steps.value', { name: wrong.name }), path: ['values', name] });
    }
    refineConnection(given, context);
  }),
);

export type StepsFields = z.output<typeof fields>;

/** The text is not shown with it: it may contain a secret that belongs elsewhere. */
function problemIn(read: () => unknown): ReturnType<typeof ownIssue> | null {
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const { line, reason, name = null } = error.problem;
    return ownIssue('steps.line', { line, reason, name }, { secret: true });
  }
}

const EXAMPLE = `step Sign in
POST https://shop.example.org/login
json {"user": "test", "password": "{{password}}"}
extract token = [BODY].token

step Cart
GET https://shop.example.org/cart
header Authorization: Bearer {{token}}
expect [BODY].items == []`;

export const stepsForm: readonly FormField[] = [
  {
    name: 'steps',
    label: 'Steps',
    type: 'steps',
    format: stepsFormat,
    expressions: true,
    section: 'target',
    required: true,
    placeholder: EXAMPLE,
    help: 'One per line: a method and a URL, then lines that begin with header, json, text, xml, form, multipart, accept, extract, expect, retry, allow failure or no redirects. Also GRPC grpcs://HOST/SERVICE/METHOD with header, json, proto, extract and expect, journey NAME for another journey, wait 2s, step NAME, and group NAME to end group. {{name}} is a value; {{$uuid}}, {{$now}}, {{$date +1d}}, {{$random 1 6}} and {{$text 12}} are made.',
  },
  ...valueFields('steps'),
  ...connectionForm,
];
