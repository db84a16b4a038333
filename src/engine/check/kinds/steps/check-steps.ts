/** Checks steps that can be parsed: URLs, conditions, and values that are used before they exist. */
import { problemOfCondition } from '../../../conditions/compile.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { parseAcceptedStatus } from '../../fields/accepted-status.ts';
import { readSource } from './extract.ts';
import { placeholdersOf } from './placeholders.ts';
import { parseSteps } from './parse-steps.ts';
import { StepError, type StepProblem } from './step-error.ts';
import { asWebUrl, askingSteps, type AskingStep, type GrpcStep, type RequestStep, type Step } from './step.ts';
import { fill, isGenerated, isKnownGenerator, usesIn } from '../../fields/templates.ts';

const secretName = new RegExp(SECRET_NAMES, 'iu');

/**
 * Reads steps and checks everything that can be checked without running them.
 * @param given the names of the values that exist from the start
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

/** @param what the part of the step that the problem is about; absent: its first line */
type Refuse = (problem: Omit<StepProblem, 'line'>, what?: string) => never;

function checkStep(step: AskingStep, known: ReadonlySet<string>): void {
  const refuse: Refuse = (problem, what = '') => {
    throw new StepError({ line: step.lines[what] ?? step.line, ...problem });
  };
  const own = new Set(step.extract.map(([name]) => name));
  const check = (text: string, what: string, names: ReadonlySet<string>) => {
    for (const use of usesIn(text)) {
      if (isGenerated(use) ? !isKnownGenerator(use) : !names.has(use.name)) {
        refuse({ reason: isGenerated(use) ? 'generator' : 'unknownValue', name: use.name }, what);
      }
    }
  };
  for (const [what, text] of textsOf(step)) check(text, what, known);
  // Conditions are judged after the values of the step were extracted.
  for (const [index, text] of step.conditions.entries()) check(text, `expect ${index}`, new Set([...known, ...own]));
  if (step.type === 'request') checkRequest(step, refuse);
  if (step.type === 'grpc') checkCall(step, refuse);
  const placeholders = placeholdersOf(step);
  for (const [index, [name, source]] of step.extract.entries()) {
    if (readSource(source, placeholders) === null) refuse({ reason: SOURCES[step.type], name }, `extract ${index}`);
  }
  for (const [index, condition] of step.conditions.entries()) {
    const problem = problemOfCondition(fillCondition(condition, EXAMPLES), 'lookout', placeholders);
    if (problem !== null) refuse({ reason: 'condition', name: condition }, `expect ${index}`);
  }
}

/** Why a source is refused, for each type of step. */
const SOURCES = { request: 'source', grpc: 'grpcSource', journey: 'journeySource' } as const;

function checkRequest(request: RequestStep, refuse: Refuse): void {
  if (!isUrl(request.url)) refuse({ reason: 'url' });
  checkHeaders(request, refuse);
  for (const [name, value] of Object.entries(request.form)) {
    if (isOpenSecret(name, value)) refuse({ reason: 'secret', name }, `form ${name}`);
  }
  if (parseAcceptedStatus(request.acceptedStatus) === null) refuse({ reason: 'status' }, 'accept');
  if (request.bodyType === 'json' && !isJson(request.body)) refuse({ reason: 'json' }, 'body');
  if (!isJson(request.variables)) refuse({ reason: 'json' }, 'variables');
}

function checkCall(call: GrpcStep, refuse: Refuse): void {
  const { url, body } = call;
  const isCall = /^grpcs?:\/\/[^/]+\/[A-Za-z_][\w.]*\/[A-Za-z_]\w*$/iu.test(fill(url, EXAMPLES));
  if (!isCall || !isUrl(asWebUrl(url))) refuse({ reason: 'grpcUrl' });
  for (const [index, [name]] of call.headers.entries()) {
    if (!METADATA_NAME.test(name)) refuse({ reason: 'metadata', name }, `header ${index}`);
  }
  checkHeaders(call, refuse);
  if (!isJson(body)) refuse({ reason: 'json' }, 'body');
}

function checkHeaders({ headers }: Pick<RequestStep, 'headers'>, refuse: Refuse): void {
  for (const [index, [name, value]] of headers.entries()) {
    if (isOpenSecret(name, value)) refuse({ reason: 'secret', name }, `header ${index}`);
  }
}

/** Names that gRPC and HTTP/2 do not set themselves. */
const METADATA_NAME =
  /^(?!grpc-|connection$|content-type$|host$|keep-alive$|proxy-connection$|te$|upgrade$|user-agent$)[0-9a-z_.-]+$/u;

/** A secret that is not among the values. */
function isOpenSecret(name: string, value: string): boolean {
  return secretName.test(name) && usesIn(value).length === 0;
}

/** Every text of a step in which values are filled in, except its conditions, with its name in `TextLines`. */
function textsOf(step: AskingStep): readonly (readonly [what: string, text: string])[] {
  if (step.type === 'journey') return [];
  const headers = step.headers.map(([, value], index) => [`header ${index}`, value] as const);
  const shared = [['', step.url] as const, ...headers, ['body', step.body] as const];
  if (step.type === 'grpc') return shared;
  const form = Object.entries(step.form).map(([name, value]) => [`form ${name}`, value] as const);
  return [...shared, ['variables', step.variables], ...form];
}

function isUrl(url: string): boolean {
  const example = fill(url, EXAMPLES);
  // A URL that is a value from the start is known only when it is there.
  if (url.startsWith('{{')) return true;
  const parsed = URL.canParse(example) ? new URL(example) : null;
  const isHttp = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  return isHttp && parsed.username === '' && parsed.password === '';
}

/** Has every value: a digit is valid in a URL, in JSON, and in a condition. */
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

/** Fills values into a condition so that none can change its meaning: as a number, or in quotes. */
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
