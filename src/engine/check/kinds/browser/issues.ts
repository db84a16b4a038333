/** What can be wrong with the fields of a browser check. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';
import { valueIssues } from '../../fields/values.ts';

export const browserIssues = [
  {
    code: 'browser.url',
    text: '{field} must be an http or https URL without a user name or password, such as https://shop.example.org/.',
    params: {},
  },
  {
    code: 'browser.actions',
    text: '{field} must be text with at most {max, number} characters.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'browser.line',
    text: `{reason, select,
      place {{field}, line {line}: an element must follow: a CSS selector such as #login, text "Sign in", label "User", role button "Sign in" or testid "login".}
      type {{field}, line {line}: type must be followed by an element and a text, such as type label "User" test.}
      select {{field}, line {line}: select must be followed by an element and an option, such as select #country Italy.}
      key {{field}, line {line}: the key must be Enter, Tab, Escape, Space, Backspace, ArrowDown or ArrowUp.}
      url {{field}, line {line}: the URL must begin with http:// or https://.}
      wait {{field}, line {line}: wait must be followed by a duration from 1ms to 1m, or by for and an element.}
      value {{field}, line {line}: there is no value {name}. Enter it among the values.}
      secret {{field}, line {line}: what is typed there looks like a secret. Enter it among the values, and write its name in double braces here.}
      tooMany {{field}, line {line}: there can be at most 50 actions.}
      other {{field}, line {line}: a line must begin with open, click, type, select, press, wait or expect.}}`,
    params: {
      line: 'the line, from 1',
      name: 'the value',
      reason: '`unknown`, `place`, `type`, `select`, `key`, `url`, `wait`, `value`, `secret` or `tooMany`',
    },
  },
  {
    code: 'browser.emptyValue',
    text: '{field} must have a value for {name}, because an action uses it.',
    params: { name: 'the name of the value' },
  },
  ...valueIssues('browser'),
] as const satisfies readonly IssueDescriptor[];
