/** What is wrong with steps that can be read: URLs, conditions, and values that are used before there are any. */
import { problemOfCondition } from '../../../conditions/compile.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { parseAcceptedStatus } from '../../http/accepted-status.ts';
import { STEP_PLACEHOLDERS, readSource } from './extract.ts';
import { parseSteps, StepError, type StepProblem } from './parse-steps.ts';
import { requestsOf, type RequestStep, type Step } from './step.ts';
import { fill, isGenerated, isKnownGenerator, usesIn } from '../../fields/templates.ts';

const secretName = new RegExp(SECRET_NAMES, 'iu');

/**
 * Reads steps and checks everything that can be checked without running them.
 * @param given the names of the values that there are from the start
 * @throws StepError
 */
export function readSteps(text: string, given: Iterable<string>): readonly Step[] {
  const steps = parseSteps(text);
  const known = new Set(given);
  for (const request of requestsOf(steps)) {
    checkRequest(request, known);
    for (const [name] of request.extract) known.add(name);
  }
  return steps;
}

function checkRequest(request: RequestStep, known: ReadonlySet<string>): void {
  const refuse = (problem: Omit<StepProblem, 'line'>): never => {
    throw new StepError({ line: request.line, ...problem });
  };
  const own = new Set(request.extract.map(([name]) => name));
  const check = (text: string, names: ReadonlySet<string>) => {
    for (const use of usesIn(text)) {
      if (isGenerated(use) ? !isKnownGenerator(use) : !names.has(use.name)) {
        refuse({ reason: isGenerated(use) ? 'generator' : 'unknownValue', name: use.name });
      }
    }
  };
  for (const text of textsOf(request)) check(text, known);
  // Conditions are judged when the values of the step are there.
  for (const text of request.conditions) check(text, new Set([...known, ...own]));
  if (!isUrl(request.url)) refuse({ reason: 'url' });
  for (const [name, value] of request.headers) {
    if (secretName.test(name) && usesIn(value).length === 0) refuse({ reason: 'secret', name });
  }
  for (const [name, value] of Object.entries(request.form)) {
    if (secretName.test(name) && usesIn(value).length === 0) refuse({ reason: 'secret', name });
  }
  if (parseAcceptedStatus(request.acceptedStatus) === null) refuse({ reason: 'status' });
  if (request.bodyType === 'json' && !isJson(request.body)) refuse({ reason: 'json' });
  if (!isJson(request.variables)) refuse({ reason: 'json' });
  for (const [name, source] of request.extract) if (readSource(source) === null) refuse({ reason: 'source', name });
  for (const condition of request.conditions) {
    const problem = problemOfCondition(fillCondition(condition, EXAMPLES), 'lookout', STEP_PLACEHOLDERS);
    if (problem !== null) refuse({ reason: 'condition', name: condition });
  }
}

/** Every text of a request in which values are filled, except its conditions. */
function textsOf({ url, headers, body, variables, form }: RequestStep): readonly string[] {
  return [url, ...headers.map(([, value]) => value), body, variables, ...Object.values(form)];
}

function isUrl(url: string): boolean {
  const example = fill(url, EXAMPLES);
  // A URL that is a value from the start is known only when it is there.
  if (url.startsWith('{{')) return true;
  const parsed = URL.canParse(example) ? new URL(example) : null;
  const isHttp = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  return isHttp && parsed.username === '' && parsed.password === '';
}

/** Has every value: a digit is right in a URL, in JSON, and in a condition. */
const EXAMPLES: ReadonlyMap<string, string> = new (class extends Map<string, string> {
  override get(): string {
    return '1';
  }
})();

function isJson(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    JSON.parse(fill(text, EXAMPLES));
    return true;
  } catch {
    return false;
  }
}

/** Fills values into a condition so that none can change what it says: as a number, or in quotes. */
export function fillCondition(condition: string, values: ReadonlyMap<string, string>): string {
  const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gu;
  let result = '';
  let from = 0;
  for (const { 0: text, index } of condition.matchAll(quoted)) {
    result += fill(condition.slice(from, index), values, asLiteral) + fill(text, values, escapeQuotes);
    from = index + text.length;
  }
  return result + fill(condition.slice(from), values, asLiteral);
}

function asLiteral(value: string): string {
  return /^-?\d+(?:\.\d+)?$/u.test(value) ? value : `"${escapeQuotes(value)}"`;
}

function escapeQuotes(value: string): string {
  return value.replaceAll(/[\\"']/gu, '\\$&');
}
