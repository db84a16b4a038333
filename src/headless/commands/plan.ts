/** `lookout plan` and `lookout apply`: makes a running Lookout equal to a lookout.yaml. */
import {
  CONFIG_LISTS,
  type AppliedConfig,
  type ConfigChanges,
  type ConfigContent,
  type ConfigList,
  type ConfigPlan,
  type PlannedEntry,
} from '../../contract/channels/config.ts';
import { parseConfig } from '../../engine/importers/lookout-yaml/parse.ts';
import type { PlanArguments } from '../arguments/arguments.ts';
import { readConfigWithText, type ReadFileConfig } from '../data/read-config.ts';
import { printable, printableJson, type Io } from '../base/io.ts';
import { connectTo, RemoteError, type RemoteIssue } from '../data/remote.ts';
import { texts } from '../base/texts.ts';

export interface PlanPlaces {
  /** The module of the thread that reads config files. */
  readonly configWorkerUrl: URL;
}

/** What the lists are called in texts. */
const TITLES: Readonly<Record<ConfigList, string>> = {
  endpoints: 'Endpoints',
  maintenance: 'Maintenance windows',
  silences: 'Silences',
  objectives: 'Objectives',
  statusPages: 'Status pages',
  channels: 'Channels',
  rules: 'Rules',
};

/**
 * @returns the exit code: 0 nothing to change, or applied; 1 Lookout does not answer, refuses, or could not apply everything;
 *   2 `plan` shows changes
 * @throws UsageError when the file has errors or there is no token
 */
export async function planConfig(args: PlanArguments, io: Io, { configWorkerUrl }: PlanPlaces): Promise<number> {
  const reading = { workerUrl: configWorkerUrl, environment: io.env };
  const { config: file, text } = await readConfigWithText(args.config, reading);
  const send = await connectTo(args, io);
  const content = contentOf(file, args.remove);
  try {
    const isPlan = args.command === 'plan';
    const applied = isPlan ? null : await send('config.apply', content);
    const plan = applied ?? (await send('config.plan', content));
    io.stdout.write(args.json ? `${printableJson(plan)}\n` : planText(plan, isPlan));
    for (const note of notesOf(plan, file, args.remove)) io.stderr.write(`${printable(note)}\n`);
    if (applied !== null && applied.failed !== null) {
      io.stderr.write(failureText(applied.failed, { path: args.config, text }));
      return 1;
    }
    return isPlan && hasChanges(plan) ? 2 : 0;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const { message, issues } = error;
    const lines = issues.length === 0 ? [message] : issueLines(issues, { path: args.config, text });
    for (const line of lines) io.stderr.write(`${printable(line)}\n`);
    return 1;
  }
}

/** The lists that the file has: others are neither compared nor changed. */
function contentOf(file: ReadFileConfig, remove: boolean): ConfigContent {
  const lists = file.lists.map((list) => [list, file[list]] as const);
  return { endpoints: [], ...Object.fromEntries(lists), ...(remove ? { remove } : {}) };
}

function hasChanges({ add, change, remove }: ConfigChanges): boolean {
  return add.length + change.length + remove.length > 0;
}

/** A line for each change, with `+`, `~` or `-` in front, by list, and a line with the totals. */
function planText(plan: ConfigPlan, isPlan: boolean): string {
  const { add, change, remove, unchanged } = plan;
  const totals = isPlan
    ? `${add.length} to add, ${change.length} to change, ${remove.length} to remove, ${unchanged} unchanged`
    : `${add.length} added, ${change.length} changed, ${remove.length} removed, ${unchanged} unchanged`;
  return [...changeLines(plan), totals, ''].join('\n');
}

function changeLines(changes: ConfigChanges): readonly string[] {
  const signed = [
    ...changes.add.map((entry) => ({ sign: '+', entry })),
    ...changes.change.map((entry) => ({ sign: '~', entry })),
    ...changes.remove.map((entry) => ({ sign: '-', entry })),
  ];
  return CONFIG_LISTS.flatMap((list) => {
    const lines = signed
      .filter(({ entry }) => entry.list === list)
      .map(({ sign, entry }) => printable(`  ${sign} ${entryText(entry)}`));
    return lines.length === 0 ? [] : [TITLES[list], ...lines];
  });
}

function entryText({ name, kind, target, fields }: PlannedEntry): string {
  const changed = fields.length === 0 ? '' : `(${fields.join(', ')})`;
  return [name, kind, target, changed].filter((part) => part !== '').join('  ');
}

/** What stays although the file does not say so. */
function notesOf({ kept, skipped }: ConfigPlan, file: ReadFileConfig, remove: boolean): readonly string[] {
  const absent = CONFIG_LISTS.filter((list) => !file.lists.includes(list)).map((list) => TITLES[list].toLowerCase());
  return [
    ...(kept > 0 && !remove
      ? [`${kept} not in the file: not changed. "--remove" removes what the file does not have.`]
      : []),
    ...(absent.length > 0 && remove ? [`Not in the file, so not changed: ${absent.join(', ')}.`] : []),
    ...skipped.map(({ list, name }) => `"${name}" in ${list} is over, and is not applied.`),
  ];
}

interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

/** Why not everything was applied, and what was not. */
function failureText({ problem, left }: NonNullable<AppliedConfig['failed']>, file: ConfigFile): string {
  const issues = problem.issues.map((issue) => ({ path: issue.path, message: texts.issueInFull(issue) }));
  const reasons = issues.length === 0 ? [texts.refusal(problem)] : issueLines(issues, file);
  return [...reasons.map(printable), 'Not applied:', ...changeLines(left), ''].join('\n');
}

/** A line for each issue: `lookout.yaml:12:5 rules[0].channels: There is no channel …`. The paths are those of the file. */
function issueLines(issues: readonly RemoteIssue[], { path: file, text }: ConfigFile): readonly string[] {
  const { positionOf } = parseConfig(text);
  return issues.map(({ path, message }) => {
    const { line, column } = positionOf(path);
    return texts.message({ code: 'file.issue', params: { file, line, column, path, problem: message } });
  });
}
