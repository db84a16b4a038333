/** The options of each command. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError, usageProblem } from '../base/usage-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

const HELP = { help: { type: 'boolean', short: 'h' } } as const satisfies Options;
const DATA_DIR = { 'data-dir': { type: 'string' } } as const satisfies Options;
const TOKEN = { token: { type: 'string' }, 'token-file': { type: 'string' } } as const satisfies Options;
const RANGE = { from: { type: 'string' }, to: { type: 'string' } } as const satisfies Options;
const FILE = { format: { type: 'string' }, out: { type: 'string' } } as const satisfies Options;
const MATCH = {
  endpoint: { type: 'string', multiple: true },
  group: { type: 'string' },
  tag: { type: 'string' },
  name: { type: 'string' },
} as const satisfies Options;

const PLAN = {
  ...HELP,
  url: { type: 'string' },
  ...TOKEN,
  config: { type: 'string' },
  remove: { type: 'boolean' },
  json: { type: 'boolean' },
} as const satisfies Options;

/** The options of each command, in the order in which messages list them. */
export const OPTIONS = {
  serve: {
    ...HELP,
    ...DATA_DIR,
    host: { type: 'string' },
    port: { type: 'string' },
    'public-url': { type: 'string' },
    ...TOKEN,
    'scrape-token-file': { type: 'string' },
    'scrape-from': { type: 'string', multiple: true },
    prometheus: { type: 'string' },
    'targets-dir': { type: 'string' },
    'vantage-key-file': { type: 'string' },
    config: { type: 'string' },
    open: { type: 'boolean' },
  },
  check: {
    ...HELP,
    json: { type: 'boolean' },
    config: { type: 'string' },
    timeout: { type: 'string' },
    concurrency: { type: 'string' },
  },
  annotate: {
    ...HELP,
    url: { type: 'string' },
    ...TOKEN,
    ...MATCH,
    kind: { type: 'string' },
    at: { type: 'string' },
    to: { type: 'string' },
    by: { type: 'string' },
  },
  report: {
    ...HELP,
    url: { type: 'string' },
    ...TOKEN,
    ...MATCH,
    ...DATA_DIR,
    ...RANGE,
    ...FILE,
    mask: { type: 'boolean' },
  },
  export: { ...HELP, ...MATCH, ...DATA_DIR, ...RANGE, ...FILE },
  'import-results': { ...HELP, ...DATA_DIR },
  'export-config': { ...HELP, ...DATA_DIR, url: { type: 'string' }, ...TOKEN, ...FILE },
  plan: PLAN,
  apply: PLAN,
  token: { ...HELP, url: { type: 'string' }, ...TOKEN, scope: { type: 'string' } },
  'status-page': { ...HELP, url: { type: 'string' }, ...TOKEN, page: { type: 'string' }, out: { type: 'string' } },
  mcp: { ...HELP, url: { type: 'string' }, ...TOKEN, 'allow-changes': { type: 'boolean' } },
  import: {
    ...HELP,
    ...DATA_DIR,
    from: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    history: { type: 'boolean' },
    out: { type: 'string' },
  },
} as const satisfies Readonly<Record<string, Options>>;

/**
 * Reads the options and words of a command. `--help` counts as an option.
 * @throws UsageError for an unknown option, and for one without its value
 */
export function readOptions<Command extends keyof typeof OPTIONS>(command: Command, args: string[]) {
  const options: (typeof OPTIONS)[Command] = OPTIONS[command];
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')))
      throw error;
    // Node's message goes on to explain what a positional argument is.
    const [sentence = error.message] = error.message.split(/\. |\n/, 1);
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError([usageProblem('usage.option', { problem: sentence, command, known })], { cause: error });
  }
}
