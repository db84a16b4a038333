/** What can be wrong with the fields of a browser check. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';
import { valueIssues } from '../../fields/values.ts';

export const browserIssues = [
  {
    code: 'browser.url',
    text: '{field} must be an http or https URL without a user name and password, such as https://shop.example.org/.',
    params: {},
  },
  {
    code: 'browser.actions',
    text: '{field} must be text with at most {max, number} characters.',
    params: { max: 'the most characters' },
  },
  {
    code: 'browser.line',
    text: `{reason, select,
      place {{field}, line {line}: a CSS selector such as #login, or text "Sign in", must follow.}
      type {{field}, line {line}: type must be followed by a CSS selector and a text, such as type #user test.}
      key {{field}, line {line}: the key must be Enter, Tab, Escape, Space, Backspace, ArrowDown or ArrowUp.}
      url {{field}, line {line}: the URL must begin with http:// or https://.}
      wait {{field}, line {line}: wait must be followed by a duration from 1ms to 1m, or by for and a place.}
      value {{field}, line {line}: there is no value {name}. Enter it among the values.}
      secret {{field}, line {line}: what is typed there looks like a secret. Enter it among the values, and write its name in double braces here.}
      tooMany {{field}, line {line}: there can be at most 50 actions.}
      other {{field}, line {line}: a line must begin with open, click, type, press, wait or expect.}}`,
    params: {
      line: 'the line, from 1',
      name: 'the value',
      reason: '`unknown`, `place`, `type`, `key`, `url`, `wait`, `value`, `secret` or `tooMany`',
    },
  },
  ...valueIssues('browser'),
] as const satisfies readonly IssueDescriptor[];
