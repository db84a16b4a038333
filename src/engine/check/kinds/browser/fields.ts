/** The fields of a browser check. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { toggleSchema } from '../../common.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { isGenerated, isKnownGenerator, usesIn } from '../../fields/templates.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { ActionError, parseActions } from './actions.ts';
import { actionsFormat } from './format.ts';
import { MAX_ACTIONS_LENGTH } from './limits.ts';
import { lazily } from '../../fields/lazily.ts';
import { textLinesSchema } from '../../fields/text-lines.ts';
import { valueFields, valueSchemas } from '../../fields/values.ts';

export const SCREENS = { desktop: [1280, 800], tablet: [820, 1180], phone: [390, 844] } as const;
const SCREEN_NAMES = ['desktop', 'tablet', 'phone'] as const;

const urlSchema = () =>
  acceptsOwn(
    'browser.url',
    z
      .string()
      .max(8_000)
      .transform((text, context) => {
        const parsed = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
        const isHttp = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
        if (isHttp && parsed.username === '' && parsed.password === '') return parsed.href;
        context.addIssue({ ...ownIssue('browser.url', {}, { secret: true }) });
        return z.NEVER;
      }),
  );

const fields = lazily(() =>
  z.object({
    url: urlSchema(),
    actions: acceptsOwn('browser.actions', textLinesSchema(MAX_ACTIONS_LENGTH), { max: MAX_ACTIONS_LENGTH }).default(
      '',
    ),
    ...valueSchemas('browser'),
    failOnConsoleErrors: toggleSchema().default(false),
    screen: accepts('oneOf', { options: SCREEN_NAMES }, z.enum(SCREEN_NAMES)).default('desktop'),
    verifyTls: toggleSchema().default(true),
  }),
);

export const browserSchema = lazily(() =>
  fields.superRefine((given, context) => {
    const refuse = (line: number, reason: string, name: string | null = null) =>
      context.addIssue({ ...ownIssue('browser.line', { line, reason, name }, { secret: true }), path: ['actions'] });
    try {
      for (const action of parseActions(given.actions)) {
        const wrong = usesIn(action.text).find((use) =>
          isGenerated(use) ? !isKnownGenerator(use) : !Object.hasOwn(given.values, use.name),
        );
        if (wrong !== undefined) return refuse(action.line, 'value', wrong.name);
        // A recording leaves the values of secrets empty.
        const empty = usesIn(action.text).find(({ name }) => given.values[name] === '');
        if (empty !== undefined) {
          context.addIssue({ ...ownIssue('browser.emptyValue', { name: empty.name }), path: ['values', empty.name] });
          return;
        }
        if (action.type === 'type' && looksSecret(action.place.value) && usesIn(action.value).length === 0) {
          return refuse(action.line, 'secret');
        }
      }
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      refuse(error.line, error.reason);
    }
  }),
);

export type BrowserFields = z.output<typeof fields>;

const secretName = new RegExp(SECRET_NAMES, 'iu');

/** Whether a text typed there is a secret, as in `#password` and `[name=pin]`. */
function looksSecret(selector: string): boolean {
  return secretName.test(selector);
}

export const browserForm: readonly FormField[] = [
  {
    name: 'url',
    label: 'URL',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'https://shop.example.org/',
    help: 'The page to open.',
  },
  {
    name: 'actions',
    label: 'Actions',
    type: 'steps',
    format: actionsFormat,
    section: 'request',
    default: '',
    placeholder:
      'type label "User" {{user}}\ntype #password {{password}}\nclick role button "Sign in"\nexpect text "Welcome"',
    help: 'After the page has loaded: click, type, select, press KEY, wait for, expect, expect no, expect url contains, open URL, wait 1s. An element is a CSS selector, text "…", label "…", role button "…" or testid "…". Each action waits up to 10 seconds for it.',
  },
  ...valueFields('actions'),
  {
    name: 'failOnConsoleErrors',
    label: 'Fail on console errors',
    type: 'toggle',
    section: 'expect',
    default: false,
    help: 'If on, an error in the console of the page is a failure. The details show the errors in any case.',
  },
  {
    name: 'screen',
    label: 'Screen',
    type: 'select',
    section: 'request',
    advanced: true,
    default: 'desktop',
    options: SCREEN_NAMES.map((name) => ({ value: name, label: `${name} (${SCREENS[name].join(' × ')})` })),
    help: 'The size of the window in pixels.',
  },
  verifyTlsField,
];
