/** Reads the command line. Pure: touches no file, no network and no other part of the process. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { hideUserinfo } from '../engine/base/userinfo.ts';
import { UsageError, usageProblem } from './usage-error.ts';

export interface ServeArguments {
  readonly command: 'serve';
  /** Null: the platform's. */
  readonly dataDir: string | null;
  readonly host: string;
  /** Null: the usual one, or a free one. */
  readonly port: number | null;
  /** As given; null: from elsewhere, see `readToken`. */
  readonly token: string | null;
  readonly tokenFile: string | null;
  readonly config: string | null;
  readonly open: boolean;
}

export interface CheckArguments {
  readonly command: 'check';
  /** As given; `-`: standard input. */
  readonly targets: readonly string[];
  readonly json: boolean;
  readonly config: string | null;
  /** As written; null: each endpoint's own. */
  readonly timeout: string | null;
  readonly concurrency: number;
}

export type Arguments = ServeArguments | CheckArguments | { readonly command: 'help' | 'version' };

type Options = NonNullable<ParseArgsConfig['options']>;

const HELP = { help: { type: 'boolean', short: 'h' } } as const satisfies Options;
const SERVE_OPTIONS = {
  ...HELP,
  'data-dir': { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  token: { type: 'string' },
  'token-file': { type: 'string' },
  config: { type: 'string' },
  open: { type: 'boolean' },
} as const satisfies Options;
const CHECK_OPTIONS = {
  ...HELP,
  json: { type: 'boolean' },
  config: { type: 'string' },
  timeout: { type: 'string' },
  concurrency: { type: 'string' },
} as const satisfies Options;

/**
 * @param argv without the program and script
 * @throws UsageError
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const [command, ...rest] = argv;
  switch (command) {
    case 'serve':
      return parseServe(rest);
    case 'check':
      return parseCheck(rest);
    case '--help':
    case '-h':
    case 'help':
      return { command: 'help' };
    case '--version':
    case '-v':
    case 'version':
      return { command: 'version' };
    case undefined:
      throw new UsageError([usageProblem('usage.command')]);
    default:
      throw new UsageError([usageProblem('usage.command', { given: quoted(command) })]);
  }
}

/** As it was given, without a password. */
function quoted(word: string): string {
  return JSON.stringify(hideUserinfo(word));
}

function parseServe(argv: string[]): Arguments {
  const { values, positionals } = read('serve', argv, SERVE_OPTIONS);
  if (values.help === true) return { command: 'help' };
  if (positionals[0] !== undefined) {
    throw new UsageError([usageProblem('usage.extra', { given: quoted(positionals[0]) })]);
  }
  const { host = '127.0.0.1' } = values;
  if (host === '') throw new UsageError([usageProblem('usage.host')]);
  return {
    command: 'serve',
    dataDir: values['data-dir'] ?? null,
    host,
    port: values.port === undefined ? null : wholeNumber('--port', values.port, 0, 65_535),
    token: values.token ?? null,
    tokenFile: values['token-file'] ?? null,
    config: values.config ?? null,
    open: values.open ?? false,
  };
}

function parseCheck(argv: string[]): Arguments {
  const { values, positionals } = read('check', argv, CHECK_OPTIONS);
  if (values.help === true) return { command: 'help' };
  if (positionals.length === 0 && values.config === undefined) {
    throw new UsageError([usageProblem('usage.noTarget')]);
  }
  return {
    command: 'check',
    targets: positionals,
    json: values.json ?? false,
    config: values.config ?? null,
    timeout: values.timeout ?? null,
    concurrency: values.concurrency === undefined ? 100 : wholeNumber('--concurrency', values.concurrency, 1, 10_000),
  };
}

function read<O extends Options>(command: 'serve' | 'check', args: string[], options: O) {
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

function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError([usageProblem('usage.number', { option, min, max, given: quoted(text) })]);
}
