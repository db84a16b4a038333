/** Reads the command line. Pure: touches no file, no network and no other part of the process. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { EndpointMatch } from '../contract/model/match.ts';
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

/** How a command reaches a running Lookout. */
export interface RemoteArguments {
  /** Where `lookout serve` is, such as `http://127.0.0.1:4477`. */
  readonly url: string;
  /** As given; null: from elsewhere, see `readToken`. */
  readonly token: string | null;
  readonly tokenFile: string | null;
}

export interface AnnotateArguments extends RemoteArguments {
  readonly command: 'annotate';
  readonly text: string;
  readonly kind: 'deploy' | 'note';
  /** Epoch milliseconds; null: now. */
  readonly at: number | null;
  readonly to: number | null;
  readonly by: string | null;
  readonly match: EndpointMatch;
}

export interface ReportArguments extends Omit<RemoteArguments, 'url'> {
  readonly command: 'report';
  readonly from: number;
  readonly to: number;
  readonly format: 'html' | 'pdf' | 'csv' | 'json';
  /** Null: standard output. */
  readonly out: string | null;
  readonly match: EndpointMatch;
  readonly mask: boolean;
  /** Null: the platform's. */
  readonly dataDir: string | null;
  /** Of a running Lookout; null: read the data folder. */
  readonly url: string | null;
}

export interface ExportArguments {
  readonly command: 'export';
  readonly from: number;
  readonly to: number;
  readonly format: 'csv' | 'jsonl' | 'parquet' | 'sqlite';
  readonly out: string;
  readonly match: EndpointMatch;
  /** Null: the platform's. */
  readonly dataDir: string | null;
}

export interface ImportResultsArguments {
  readonly command: 'import-results';
  readonly file: string;
  /** Null: the platform's. */
  readonly dataDir: string | null;
}

export type Arguments =
  | ServeArguments
  | CheckArguments
  | AnnotateArguments
  | ReportArguments
  | ExportArguments
  | ImportResultsArguments
  | { readonly command: 'help' | 'version' };

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

const REMOTE_OPTIONS = {
  ...HELP,
  url: { type: 'string' },
  token: { type: 'string' },
  'token-file': { type: 'string' },
} as const satisfies Options;
const MATCH_OPTIONS = {
  endpoint: { type: 'string', multiple: true },
  group: { type: 'string' },
  tag: { type: 'string' },
  name: { type: 'string' },
} as const satisfies Options;
const ANNOTATE_OPTIONS = {
  ...REMOTE_OPTIONS,
  ...MATCH_OPTIONS,
  kind: { type: 'string' },
  at: { type: 'string' },
  to: { type: 'string' },
  by: { type: 'string' },
} as const satisfies Options;

const COMMANDS = ['serve', 'check', 'annotate', 'report', 'export', 'import-results', '--help', '--version'];

const REPORT_OPTIONS = {
  ...REMOTE_OPTIONS,
  ...MATCH_OPTIONS,
  'data-dir': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  mask: { type: 'boolean' },
} as const satisfies Options;
const FORMATS = ['html', 'pdf', 'csv', 'json'] as const;

const EXPORT_OPTIONS = {
  ...HELP,
  ...MATCH_OPTIONS,
  'data-dir': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
} as const satisfies Options;
const EXPORT_FORMATS = ['csv', 'jsonl', 'parquet', 'sqlite'] as const;
const IMPORT_OPTIONS = { ...HELP, 'data-dir': { type: 'string' } } as const satisfies Options;

/** Where `lookout serve` usually is. */
const USUAL_URL = 'http://127.0.0.1:4477';

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
    case 'annotate':
      return parseAnnotate(rest);
    case 'report':
      return parseReport(rest);
    case 'export':
      return parseExport(rest);
    case 'import-results':
      return parseImportResults(rest);
    case '--help':
    case '-h':
    case 'help':
      return { command: 'help' };
    case '--version':
    case '-v':
    case 'version':
      return { command: 'version' };
    case undefined:
      throw new UsageError([usageProblem('usage.command', { options: COMMANDS })]);
    default:
      throw new UsageError([usageProblem('usage.command', { options: COMMANDS, given: quoted(command) })]);
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

function parseAnnotate(argv: string[]): Arguments {
  const { values, positionals } = read('annotate', argv, ANNOTATE_OPTIONS);
  if (values.help === true) return { command: 'help' };
  const text = positionals.join(' ').trim();
  if (text === '') throw new UsageError([usageProblem('usage.noText')]);
  const { kind = 'deploy', by = null } = values;
  if (kind !== 'deploy' && kind !== 'note') {
    throw new UsageError([
      usageProblem('usage.oneOf', { option: '--kind', options: ['deploy', 'note'], given: quoted(kind) }),
    ]);
  }
  const at = values.at === undefined ? null : instant('--at', values.at);
  const to = values.to === undefined ? null : instant('--to', values.to);
  return { command: 'annotate', ...remoteOf(values), text, kind, at, to, by, match: matchOf(values) };
}

function parseReport(argv: string[]): Arguments {
  const { values, positionals } = read('report', argv, REPORT_OPTIONS);
  if (values.help === true) return { command: 'help' };
  if (positionals[0] !== undefined) {
    throw new UsageError([usageProblem('usage.extra', { given: quoted(positionals[0]) })]);
  }
  const { format = 'html' } = values;
  const chosen = FORMATS.find((one) => one === format);
  if (chosen === undefined) {
    throw new UsageError([
      usageProblem('usage.oneOf', { option: '--format', options: FORMATS, given: quoted(format) }),
    ]);
  }
  const problems = (['from', 'to'] as const).filter((name) => values[name] === undefined);
  if (problems.length > 0) {
    throw new UsageError(problems.map((name) => usageProblem('usage.missing', { option: `--${name}` })));
  }
  const from = instant('--from', values.from ?? '');
  const to = instant('--to', values.to ?? '');
  if (to <= from) throw new UsageError([usageProblem('usage.notAfter', { option: '--to', other: '--from' })]);
  if (chosen === 'pdf' && values.out === undefined)
    throw new UsageError([usageProblem('usage.missing', { option: '--out' })]);
  return {
    command: 'report',
    ...remoteOf(values),
    from,
    to,
    format: chosen,
    out: values.out ?? null,
    match: matchOf(values),
    mask: values.mask ?? false,
    dataDir: values['data-dir'] ?? null,
    url: values.url ?? null,
  };
}

function parseExport(argv: string[]): Arguments {
  const { values, positionals } = read('export', argv, EXPORT_OPTIONS);
  if (values.help === true) return { command: 'help' };
  if (positionals[0] !== undefined) {
    throw new UsageError([usageProblem('usage.extra', { given: quoted(positionals[0]) })]);
  }
  const { format = 'csv' } = values;
  const chosen = EXPORT_FORMATS.find((one) => one === format);
  if (chosen === undefined) {
    const params = { option: '--format', options: EXPORT_FORMATS, given: quoted(format) };
    throw new UsageError([usageProblem('usage.oneOf', params)]);
  }
  const missing = (['from', 'to', 'out'] as const).filter((name) => values[name] === undefined);
  if (missing.length > 0) {
    throw new UsageError(missing.map((name) => usageProblem('usage.missing', { option: `--${name}` })));
  }
  const from = instant('--from', values.from ?? '');
  const to = instant('--to', values.to ?? '');
  if (to <= from) throw new UsageError([usageProblem('usage.notAfter', { option: '--to', other: '--from' })]);
  const dataDir = values['data-dir'] ?? null;
  return { command: 'export', from, to, format: chosen, out: values.out ?? '', match: matchOf(values), dataDir };
}

function parseImportResults(argv: string[]): Arguments {
  const { values, positionals } = read('import-results', argv, IMPORT_OPTIONS);
  if (values.help === true) return { command: 'help' };
  const [file] = positionals;
  if (file === undefined) throw new UsageError([usageProblem('usage.missing', { option: 'FILE' })]);
  return { command: 'import-results', file, dataDir: values['data-dir'] ?? null };
}

interface RemoteValues {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly 'token-file'?: string | undefined;
}

function remoteOf(values: RemoteValues): RemoteArguments {
  const { url = USUAL_URL } = values;
  if (!URL.canParse(url) || !/^https?:$/u.test(new URL(url).protocol)) {
    throw new UsageError([usageProblem('usage.url', { given: quoted(url) })]);
  }
  return { url, token: values.token ?? null, tokenFile: values['token-file'] ?? null };
}

interface MatchValues {
  readonly endpoint?: string[] | undefined;
  readonly group?: string | undefined;
  readonly tag?: string | undefined;
  readonly name?: string | undefined;
}

function matchOf({ endpoint, group, tag, name }: MatchValues): EndpointMatch {
  return {
    ...(endpoint === undefined ? {} : { endpoints: endpoint }),
    ...(group === undefined ? {} : { group }),
    ...(tag === undefined ? {} : { tag }),
    ...(name === undefined ? {} : { name }),
  };
}

/** A date, a date with a time, both of this machine's zone, or with an offset: `2026-10-01`, `2026-10-01 14:30`. */
function instant(option: string, text: string): number {
  const local = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T00:00` : text.replace(' ', 'T');
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/u.test(local) ? Date.parse(local) : Number.NaN;
  if (at >= 0) return at;
  throw new UsageError([usageProblem('usage.time', { option, given: quoted(text) })]);
}

function read<O extends Options>(
  command: 'serve' | 'check' | 'annotate' | 'report' | 'export' | 'import-results',
  args: string[],
  options: O,
) {
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
