/** Reads the command line. Pure: touches no file, no network and no other part of the process. */
import { CONFIG_FORMATS } from '../../contract/channels/config.ts';
import { SCOPES } from '../../contract/model/access.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import { FORMATS } from '../../engine/importers/formats.ts';
import type { Arguments, RemoteArguments } from './arguments.ts';
import { instant, oneOf, originOf, quoted, rangeOf, required, wholeNumber } from './argument-values.ts';
import { RESULT_FORMATS } from '../../contract/model/result-export.ts';
import { OPTIONS, readOptions } from './command-options.ts';
import { UsageError, usageProblem } from '../base/usage-error.ts';

const COMMANDS = [...Object.keys(OPTIONS), '--help', '--version'];
const KINDS = ['deploy', 'note'] as const;
const REPORT_FORMATS = ['html', 'pdf', 'csv', 'json'] as const;

/** The default address of `lookout serve`. */
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
    case 'import':
      return parseImport(rest);
    case 'export-config':
      return parseExportConfig(rest);
    case 'plan':
    case 'apply':
      return parsePlan(command, rest);
    case 'token':
      return parseToken(rest);
    case 'status-page':
      return parseStatusPage(rest);
    case 'mcp':
      return parseMcp(rest);
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

function parseServe(argv: string[]): Arguments {
  const { values, positionals } = readOptions('serve', argv);
  if (values.help === true) return { command: 'help' };
  refuseWords(positionals);
  const { host = '127.0.0.1' } = values;
  if (host === '') throw new UsageError([usageProblem('usage.host')]);
  return {
    command: 'serve',
    dataDir: values['data-dir'] ?? null,
    host,
    port: values.port === undefined ? null : wholeNumber('--port', values.port, 0, 65_535),
    publicUrl: values['public-url'] === undefined ? null : originOf(values['public-url']),
    token: values.token ?? null,
    tokenFile: values['token-file'] ?? null,
    scrapeTokenFile: values['scrape-token-file'] ?? null,
    scrapeFrom: values['scrape-from'] ?? [],
    prometheus: values.prometheus ?? null,
    targetsDir: values['targets-dir'] ?? null,
    vantageKeyFile: values['vantage-key-file'] ?? null,
    config: values.config ?? null,
    open: values.open ?? false,
  };
}

function parseCheck(argv: string[]): Arguments {
  const { values, positionals } = readOptions('check', argv);
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
  const { values, positionals } = readOptions('annotate', argv);
  if (values.help === true) return { command: 'help' };
  const text = positionals.join(' ').trim();
  if (text === '') throw new UsageError([usageProblem('usage.noText')]);
  const { by = null } = values;
  const kind = oneOf('--kind', values.kind ?? 'deploy', KINDS);
  const at = values.at === undefined ? null : instant('--at', values.at);
  const to = values.to === undefined ? null : instant('--to', values.to);
  return { command: 'annotate', ...remoteOf(values), text, kind, at, to, by, match: matchOf(values) };
}

function parseReport(argv: string[]): Arguments {
  const { values, positionals } = readOptions('report', argv);
  if (values.help === true) return { command: 'help' };
  refuseWords(positionals);
  const format = oneOf('--format', values.format ?? 'html', REPORT_FORMATS);
  const range = rangeOf(required(values, ['from', 'to']));
  if (format === 'pdf') required(values, ['out']);
  return {
    command: 'report',
    ...remoteOf(values),
    ...range,
    format,
    out: values.out ?? null,
    match: matchOf(values),
    mask: values.mask ?? false,
    dataDir: values['data-dir'] ?? null,
    url: values.url ?? null,
  };
}

function parseExport(argv: string[]): Arguments {
  const { values, positionals } = readOptions('export', argv);
  if (values.help === true) return { command: 'help' };
  refuseWords(positionals);
  const format = oneOf('--format', values.format ?? 'csv', RESULT_FORMATS);
  const { out, ...range } = required(values, ['from', 'to', 'out']);
  const dataDir = values['data-dir'] ?? null;
  return { command: 'export', ...rangeOf(range), format, out, match: matchOf(values), dataDir };
}

function parseImportResults(argv: string[]): Arguments {
  const { values, positionals } = readOptions('import-results', argv);
  if (values.help === true) return { command: 'help' };
  const [file] = positionals;
  if (file === undefined) throw new UsageError([usageProblem('usage.missing', { option: 'FILE' })]);
  return { command: 'import-results', file, dataDir: values['data-dir'] ?? null };
}

function parseImport(argv: string[]): Arguments {
  const { values, positionals } = readOptions('import', argv);
  if (values.help === true) return { command: 'help' };
  const { 'data-dir': dataDir = null, out = null, from, json = false, 'dry-run': dryRun = false } = values;
  const { history = false } = values;
  if (positionals.length === 0) throw new UsageError([usageProblem('usage.missing', { option: 'FILE' })]);
  if (dataDir !== null && out !== null) {
    throw new UsageError([usageProblem('usage.together', { option: '--out', other: '--data-dir' })]);
  }
  if (history && dataDir === null) {
    throw new UsageError([usageProblem('usage.missing', { option: '--data-dir' })]);
  }
  const format = from === undefined ? null : oneOf('--from', from, FORMATS);
  return { command: 'import', files: positionals, from: format, dryRun, json, out, dataDir, history };
}

function parseExportConfig(argv: string[]): Arguments {
  const { values, positionals } = readOptions('export-config', argv);
  if (values.help === true) return { command: 'help' };
  refuseWords(positionals);
  const format = oneOf('--format', values.format ?? 'yaml', CONFIG_FORMATS);
  const dataDir = values['data-dir'] ?? null;
  if (dataDir !== null && values.url !== undefined) throw new UsageError([usageProblem('usage.folderOrUrl')]);
  return { command: 'export-config', ...remoteOf(values), format, out: values.out ?? null, dataDir };
}

function parsePlan(command: 'plan' | 'apply', argv: string[]): Arguments {
  const { values, positionals } = readOptions(command, argv);
  if (values.help === true) return { command: 'help' };
  refuseWords(positionals);
  const { config } = required(values, ['config']);
  return { command, ...remoteOf(values), config, json: values.json ?? false, remove: values.remove ?? false };
}

const TOKEN_ACTIONS = ['list', 'create', 'revoke'] as const;

function parseToken(argv: string[]): Arguments {
  const { values, positionals } = readOptions('token', argv);
  if (values.help === true) return { command: 'help' };
  const [first = '', name = '', ...more] = positionals;
  const action = oneOf('The action', first, TOKEN_ACTIONS);
  refuseWords(action === 'list' ? [name, ...more].filter(Boolean) : more);
  if (action !== 'list' && name === '') throw new UsageError([usageProblem('usage.missing', { option: 'NAME' })]);
  return {
    command: 'token',
    ...remoteOf(values),
    action,
    name,
    scope: oneOf('--scope', values.scope ?? 'read', SCOPES),
  };
}

function parseStatusPage(argv: string[]): Arguments {
  const { values, positionals } = readOptions('status-page', argv);
  if (values.help === true) return { command: 'help' };
  refuseWords(positionals);
  const { out } = required(values, ['out']);
  return { command: 'status-page', ...remoteOf(values), page: values.page ?? null, out };
}

function parseMcp(argv: string[]): Arguments {
  const { values, positionals } = readOptions('mcp', argv);
  if (values.help === true) return { command: 'help' };
  refuseWords(positionals);
  return { command: 'mcp', ...remoteOf(values), allowChanges: values['allow-changes'] ?? false };
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

/** @throws UsageError when there is a word that is not an option */
function refuseWords([word]: readonly string[]): void {
  if (word !== undefined) throw new UsageError([usageProblem('usage.extra', { given: quoted(word) })]);
}
