/** Renders templates with liquidjs. It takes about 20 ms to load, so only `templates.ts` imports it, when it is first needed. */
import { Liquid, type TagToken } from 'liquidjs';
import type { TemplateProblem } from '../../../contract/model/alert-template.ts';
import type { Rendered, TemplateContext } from './template-types.ts';

/** How long a template may take; in milliseconds. Short, because it runs on the event loop. */
const TIME_LIMIT_MS = 100;
/** The most characters of a template; the schemas allow as many. */
const MAX_TEMPLATE = 20_000;
/**
 * The most that a template may build, in characters and items of lists. It also limits how long a single filter can
 * take.
 */
const MAX_MEMORY = 200_000;
/** The most characters of the result; more is cut off. */
const MAX_OUTPUT = 20_000;

/** Tags that would read other templates. */
const READING_TAGS = ['include', 'render', 'layout', 'block'];
/** Filters that evaluate an expression for each item: the limit of time does not apply within them. */
const EXPRESSION_FILTERS = [
  'where_exp',
  'reject_exp',
  'group_by_exp',
  'has_exp',
  'find_exp',
  'find_index_exp',
] as const;

/** Reports the tag that is not supported, instead of a missing file. */
const UNSUPPORTED = {
  parse({ name }: TagToken): void {
    throw new Error(`the tag "${name}" is not supported`);
  },
  render: (): string => '',
};

const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    // A wrong name is an error with its place, not an empty text.
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    parseLimit: MAX_TEMPLATE,
    renderLimit: TIME_LIMIT_MS,
    memoryLimit: MAX_MEMORY,
    // With this, Liquid never reads a file.
    templates: {},
  });
  for (const name of READING_TAGS) liquid.registerTag(name, UNSUPPORTED);
  for (const name of EXPRESSION_FILTERS) Reflect.deleteProperty(liquid.filters, name);
  return liquid;
}

/** Never throws. */
export function render(template: string, context: TemplateContext): Rendered {
  try {
    const text = String(engine.parseAndRenderSync(template, context));
    return { ok: true, text: text.slice(0, MAX_OUTPUT) };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

/** The errors of Liquid have the wrong token and the underlying error. */
function problemOf(error: unknown): TemplateProblem {
  const { message, originalError, token } = error as {
    message: string;
    originalError?: Error;
    token?: { getPosition?: () => [line: number, column: number] };
  };
  const [line, column] = token?.getPosition?.() ?? [1, 1];
  const problem = (originalError?.message ?? message).replace(/, (?:file:.*?, )?line:\d+, col:\d+$/u, '');
  return { line, column, problem: words(problem) };
}

/** Liquid's own messages about limits do not say what to do. */
function words(problem: string): string {
  if (problem.startsWith('template render limit')) return `it takes longer than ${TIME_LIMIT_MS} ms`;
  if (problem.startsWith('memory alloc limit')) return 'it makes too much text';
  return problem;
}
