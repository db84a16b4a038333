/** Every text is an ICU message whose arguments are exactly the documented parameters of its code. */
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../contract/errors.ts';
import { FAILURES } from '../contract/model/failure.ts';
import { ISSUES } from '../contract/model/issue.ts';
import { NOTICES, NOTIFICATIONS } from '../contract/model/notices.ts';
import { PROBLEMS } from '../contract/model/problem.ts';
import type { CodeDocs } from '../contract/model/text.ts';
import { checkKinds } from '../engine/check/registry.ts';
import { ALERTS } from './codes/alerts.ts';
import { HEALTH } from './codes/health.ts';
import { ANNOTATIONS } from './codes/annotations.ts';
import { HISTORY } from './codes/history.ts';
import { TRAY } from './codes/tray.ts';
import { USAGE } from './codes/usage.ts';
import { en } from './en/index.ts';
import { argumentProblems } from './testing/argument-problems.ts';

interface Case {
  readonly texts: readonly string[];
  readonly params: readonly string[];
  /** Arguments that are always there and need not be used. */
  readonly implied?: readonly string[];
}

const OF_FAILURES = ['phase', 'phaseLabel'];
const OF_ISSUES = ['field'];

function cases(
  texts: Readonly<Record<string, string | { readonly title: string; readonly body: string }>>,
  docs: Readonly<Record<string, CodeDocs>>,
  implied: readonly string[] = [],
): [string, Case][] {
  return Object.entries(docs).map(([code, { params }]) => {
    const text = texts[code] ?? '';
    return [
      code,
      { texts: typeof text === 'string' ? [text] : [text.title, text.body], params: Object.keys(params), implied },
    ];
  });
}

describe.each([
  ['failures', cases(en.failures, FAILURES, OF_FAILURES)],
  ['problems', cases(en.problems, PROBLEMS)],
  ['issues', cases(en.issues, ISSUES, OF_ISSUES)],
  ['refusals', cases(en.refusals, REFUSALS)],
  ['notices', cases(en.notices, NOTICES)],
  ['notifications', cases(en.notifications, NOTIFICATIONS)],
  ['alerts', cases(en.alerts, ALERTS)],
  ['the health page', cases(en.health, HEALTH)],
  ['charts', cases(en.history, HISTORY)],
  ['annotations', cases(en.annotations, ANNOTATIONS)],
  ['the tray', cases(en.tray, TRAY)],
  ['the command line', cases(en.usage, USAGE)],
  [
    'issues of kinds',
    checkKinds.flatMap(({ kind, issues }) =>
      issues.map(({ code, text, params }): [string, Case] => [
        `${kind}: ${code}`,
        { texts: [text], params: Object.keys(params), implied: OF_ISSUES },
      ]),
    ),
  ],
  [
    'failures of kinds',
    checkKinds.flatMap(({ kind, failures }) =>
      failures.map(({ code, text, params }): [string, Case] => [
        `${kind}: ${code}`,
        { texts: [text], params: Object.keys(params), implied: OF_FAILURES },
      ]),
    ),
  ],
])('%s in English', (_, all) => {
  it.each(all)('%s', (_, { texts, params, implied }) => {
    expect(argumentProblems(texts, params, implied)).toEqual([]);
    for (const text of texts) expect(text).not.toMatch(/^\s|\s$|[“”]/u);
  });
});

it('documents each code and parameter in words', () => {
  const docs: readonly CodeDocs[] = [
    FAILURES,
    PROBLEMS,
    ISSUES,
    REFUSALS,
    NOTICES,
    NOTIFICATIONS,
    ALERTS,
    HEALTH,
    HISTORY,
    ANNOTATIONS,
    TRAY,
    USAGE,
  ].flatMap((all) => Object.values(all));
  for (const { meaning, params } of docs) {
    expect(meaning).toMatch(/^[A-Z`].*\.$/su);
    for (const words of Object.values(params)) expect(words).toMatch(/^\S.*[^.]$/su);
  }
});

it('gives each code only one meaning', () => {
  const codes = [en.failures, en.problems, en.issues, en.alerts, en.health, en.history, en.tray, en.usage].flatMap(
    (texts) => Object.keys(texts),
  );
  expect(new Set(codes).size).toBe(codes.length);
});
