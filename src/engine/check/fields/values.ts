/** The fields `values` and `secretValues`: named texts, such as a password, that other fields use as `{{name}}`. */
import { z } from 'zod';
import type { FormField, IssueDescriptor } from '../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../base/accepts.ts';
import { textSchema } from '../common.ts';
import { SECRET_NAMES } from './secret-names.ts';
import { VALUE_NAME } from './templates.ts';

const MAX_VALUES = 20;

/** @param kind the kind whose issues include `valueIssues` */
export function valueSchemas(kind: string) {
  const values = z
    .record(
      z.string().superRefine((name, context) => {
        if (!VALUE_NAME.test(name)) context.addIssue(ownIssue(`${kind}.valueName`));
      }),
      accepts('text', { max: 4_000 }, z.string().max(4_000)),
    )
    .refine((given) => Object.keys(given).length <= MAX_VALUES);
  return {
    values: acceptsOwn(`${kind}.values`, values, { max: MAX_VALUES }).default({}),
    secretValues: accepts('tags', { max: MAX_VALUES }, z.array(textSchema(100)).max(MAX_VALUES)).default([]),
  };
}

/** @param users what uses the values, such as `steps` */
export function valueFields(users: string): readonly FormField[] {
  return [
    {
      name: 'values',
      label: 'Values',
      type: 'pairs',
      section: 'request',
      default: {},
      secretNames: SECRET_NAMES,
      secretList: 'secretValues',
      help: `Values for the ${users}, such as {{password}}. The lock marks a value as secret: it is stored encrypted and never shown.`,
    },
    {
      name: 'secretValues',
      label: 'Secret values',
      type: 'list',
      section: 'request',
      default: [],
      help: 'Names of values that are secret. Names such as password and token are always secret.',
    },
  ];
}

export function valueIssues(kind: string): readonly IssueDescriptor[] {
  return [
    {
      code: `${kind}.values`,
      text: '{field} must have at most {max, number} names with values.',
      params: { max: 'the maximum number of values' },
    },
    {
      code: `${kind}.valueName`,
      text: '{field} must have another name: names begin with a letter and consist of letters, digits, _ and -.',
      params: {},
    },
  ];
}
