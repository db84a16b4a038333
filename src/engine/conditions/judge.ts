/** Judges the conditions of one check. */
import type { ConditionObstacle, ConditionResult, ObservedValues } from '../../contract/model/condition.ts';
import type { Json } from '../../contract/model/units.ts';
import type { CompiledConditions, NeededQuery } from './compile.ts';
import { evaluate, type Obstacle } from './evaluate.ts';
import { fingerprintOf } from './fingerprint.ts';
import { evaluateGatus } from './gatus.ts';
import { absent, Observation, type Answers, type Looked } from './observation.ts';
import { textOf } from './operand-value.ts';
import type { QueryRunner } from './query-runner.ts';
import { placeholdersOf } from './syntax.ts';
import { cut } from '../base/cut.ts';

/** In characters. Results are stored and pushed: a body must not decide how long they are. */
const SHOWN_CHARACTERS = 500;

export interface JudgeOptions {
  /** Null: this host has no thread for queries, so they fail. */
  readonly queries: QueryRunner | null;
  readonly signal: AbortSignal;
  /**
   * Fingerprints of the values of placeholders in the endpoint's previous check, for `changed`, by their source;
   * `judgeConditions` replaces them by those of this check.
   */
  readonly memory: Map<string, string>;
}

/**
 * @returns a result for each condition, in their order
 * @throws the signal's reason
 */
export async function judgeConditions(
  compiled: CompiledConditions,
  values: ObservedValues,
  options: JudgeOptions,
): Promise<readonly ConditionResult[]> {
  if (compiled.conditions.dialect === 'gatus') {
    return compiled.conditions.list.map((condition): ConditionResult => {
      const { holds, shown } = evaluateGatus(condition, values);
      return { condition: condition.text, shown: cut(shown, SHOWN_CHARACTERS), holds, severity: 'fail' };
    });
  }
  const { list } = compiled.conditions;
  const answers = await answersOf(compiled.queries, values, options);
  const observation = new Observation(values, answers);
  const { memory } = options;
  const results = list.map((condition): ConditionResult => {
    const { holds, severity, shown, obstacle } = evaluate(condition, observation, memory);
    const found = obstacle === null ? {} : { obstacle: toObstacle(obstacle) };
    return { condition: condition.text, shown: cut(shown, SHOWN_CHARACTERS), holds, severity, ...found };
  });
  for (const { text, expression } of list) {
    // It may also be part of a literal: then more is remembered than needed.
    if (!text.includes('changed')) continue;
    for (const placeholder of placeholdersOf(expression)) {
      const { value, absence } = observation.look(placeholder);
      if (absence === null) memory.set(placeholder.source, fingerprintOf(textOf(value)));
    }
  }
  return results;
}

function toObstacle({ source, absence }: Obstacle): ConditionObstacle {
  const problem = 'reason' in absence ? { problem: absence.reason } : {};
  return { source, reason: absence.code, ...problem };
}

/** Runs the queries on the values that they ask about, those on one value together. */
async function answersOf(
  needed: ReadonlyMap<string, NeededQuery>,
  values: ObservedValues,
  { queries, signal }: JudgeOptions,
): Promise<Answers> {
  const answers = new Map<string, Looked>();
  const names = new Set([...needed.values()].map(({ name }) => name));
  for (const name of names) {
    const value = values[name];
    if (value === undefined) continue;
    const asked = [...needed].filter(([, query]) => query.name === name);
    const found = await run(value, asked, queries, signal);
    for (const [index, [key]] of asked.entries()) answers.set(key, found[index] ?? absent({ code: 'missing' }));
  }
  return answers;
}

async function run(
  value: Json,
  asked: readonly (readonly [string, NeededQuery])[],
  queries: QueryRunner | null,
  signal: AbortSignal,
): Promise<readonly Looked[]> {
  if (queries === null)
    return asked.map(() => absent({ code: 'queryFailed', reason: 'queries are not available here' }));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return queries.run(
    text,
    asked.map(([, { query }]) => query),
    signal,
  );
}
