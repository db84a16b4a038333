/** What is wrong with steps that can be read: URLs, conditions, and values that are used before there are any. */
import { problemOfCondition } from '../../../conditions/compile.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { parseAcceptedStatus } from '../../http/accepted-status.ts';
import { placeholdersOf, readSource } from './extract.ts';
import { parseSteps, StepError, type StepProblem } from './parse-steps.ts';
import { asWebUrl, askingSteps, type AskingStep, type GrpcStep, type RequestStep, type Step } from './step.ts';
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
  for (const step of askingSteps(steps)) {
    checkStep(step, known);
    for (const [name] of step.extract) known.add(name);
  }
  return steps;
}

type Refuse = (problem: Omit<StepProblem, 'line'>) => never;

function checkStep(step: AskingStep, known: ReadonlySet<string>): void {
  const refuse: Refuse = (problem) => {
    throw new StepError({ line: step.line, ...problem });
  };
  const own = new Set(step.extract.map(([name]) => name));
  const check = (text: string, names: ReadonlySet<string>) => {
    for (const use of usesIn(text)) {
      if (isGenerated(use) ? !isKnownGenerator(use) : !names.has(use.name)) {
        refuse({ reason: isGenerated(use) ? 'generator' : 'unknownValue', name: use.name });
      }
    }
  };
  for (const text of textsOf(step)) check(text, known);
  // Conditions are judged when the values of the step are there.
  for (const text of step.conditions) check(text, new Set([...known, ...own]));
  if (step.type === 'request') checkRequest(step, refuse);
  if (step.type === 'grpc') checkCall(step, refuse);
  const placeholders = placeholdersOf(step);
  for (const [name, source] of step.extract) {
    if (readSource(source, placeholders) === null) refuse({ reason: SOURCES[step.type], name });
  }
  for (const condition of step.conditions) {
    const problem = problemOfCondition(fillCondition(condition, EXAMPLES), 'lookout', placeholders);
    if (problem !== null) refuse({ reason: 'condition', name: condition });
  }
}

/** Why a source is refused, for each type of step. */
const SOURCES = { request: 'source', grpc: 'grpcSource', journey: 'journeySource' } as const;

function checkRequest(request: RequestStep, refuse: Refuse): void {
  if (!isUrl(request.url)) refuse({ reason: 'url' });
  for (const [name, value] of [...request.headers, ...Object.entries(request.form)]) checkSecret(name, value, refuse);
  if (parseAcceptedStatus(request.acceptedStatus) === null) refuse({ reason: 'status' });
  if (request.bodyType === 'json' && !isJson(request.body)) refuse({ reason: 'json' });
  if (!isJson(request.variables)) refuse({ reason: 'json' });
}

function checkCall({ url, headers, body }: GrpcStep, refuse: Refuse): void {
  const isCall = /^grpcs?:\/\/[^/]+\/[A-Za-z_][\w.]*\/[A-Za-z_]\w*$/iu.test(fill(url, EXAMPLES));
  if (!isCall || !isUrl(asWebUrl(url))) refuse({ reason: 'grpcUrl' });
  for (const [name, value] of headers) {
    if (!METADATA_NAME.test(name)) refuse({ reason: 'metadata', name });
    checkSecret(name, value, refuse);
  }
  if (!isJson(body)) refuse({ reason: 'json' });
}

/** Those that gRPC and HTTP/2 do not make themselves. */
const METADATA_NAME =
  /^(?!grpc-|connection$|content-type$|host$|keep-alive$|proxy-connection$|te$|upgrade$|user-agent$)[0-9a-z_.-]+$/u;

function checkSecret(name: string, value: string, refuse: Refuse): void {
  if (secretName.test(name) && usesIn(value).length === 0) refuse({ reason: 'secret', name });
}

/** Every text of a step in which values are filled, except its conditions. */
function textsOf(step: AskingStep): readonly string[] {
  if (step.type === 'journey') return [];
  const shared = [step.url, ...step.headers.map(([, value]) => value), step.body];
  return step.type === 'grpc' ? shared : [...shared, step.variables, ...Object.values(step.form)];
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
