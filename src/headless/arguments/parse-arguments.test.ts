import { expect, test } from 'vitest';
import { parseArguments } from './parse-arguments.ts';
import { usageText } from '../testing/usage-text.ts';

test('serve has defaults for everything', () => {
  expect(parseArguments(['serve'])).toEqual({
    command: 'serve',
    dataDir: null,
    host: '127.0.0.1',
    port: null,
    publicUrl: null,
    token: null,
    tokenFile: null,
    scrapeTokenFile: null,
    scrapeFrom: [],
    prometheus: null,
    targetsDir: null,
    vantageKeyFile: null,
    config: null,
    open: false,
  });
});

test('serve takes every option', () => {
  const argv =
    'serve --data-dir /d --host 0.0.0.0 --port 0 --public-url https://Lookout.example:8443/ --token t-1_a.~ --token-file /t --config=lookout.yaml --open --scrape-token-file /s --scrape-from ::1 --scrape-from 192.0.2.0/24 --prometheus http://127.0.0.1:9090 --targets-dir /p --vantage-key-file /k'.split(
      ' ',
    );
  expect(parseArguments(argv)).toEqual({
    command: 'serve',
    dataDir: '/d',
    host: '0.0.0.0',
    port: 0,
    publicUrl: 'https://lookout.example:8443',
    token: 't-1_a.~',
    tokenFile: '/t',
    scrapeTokenFile: '/s',
    scrapeFrom: ['::1', '192.0.2.0/24'],
    prometheus: 'http://127.0.0.1:9090',
    targetsDir: '/p',
    vantageKeyFile: '/k',
    config: 'lookout.yaml',
    open: true,
  });
});

test.each([
  'lookout.example',
  'ftp://a.example',
  'https://a.example/lookout',
  'https://u:p@a.example',
  'https://a.example/?x',
])('serve refuses the public address %s', async (given) => {
  const text = await usageText(() => parseArguments(['serve', '--public-url', given]));
  expect(text).toContain('--public-url must be the address of the page without a path');
  expect(text).not.toContain('u:p');
});

test('check takes targets and options in any order', () => {
  const argv = 'check a.example --json - --timeout 500ms b:1 --concurrency 7 --config lookout.yaml'.split(' ');
  expect(parseArguments(argv)).toEqual({
    command: 'check',
    targets: ['a.example', '-', 'b:1'],
    json: true,
    config: 'lookout.yaml',
    timeout: '500ms',
    concurrency: 7,
  });
});

test('a config file is enough to check', () => {
  expect(parseArguments(['check', '--config', 'lookout.yaml'])).toMatchObject({ targets: [], concurrency: 100 });
});

test('report and export take a range, a file and which endpoints', () => {
  const range = '--from 2026-10-01T00:00Z --to 2026-10-02T00:00Z';
  const [from, to] = [Date.UTC(2026, 9, 1), Date.UTC(2026, 9, 2)];
  expect(parseArguments(`report ${range} --format pdf --out r.pdf --tag a --mask`.split(' '))).toEqual({
    command: 'report',
    url: null,
    token: null,
    tokenFile: null,
    from,
    to,
    format: 'pdf',
    out: 'r.pdf',
    match: { tag: 'a' },
    mask: true,
    dataDir: null,
  });
  expect(parseArguments(`export ${range} --out r.csv --endpoint e1 --endpoint e2 --data-dir /d`.split(' '))).toEqual({
    command: 'export',
    from,
    to,
    format: 'csv',
    out: 'r.csv',
    match: { endpoints: ['e1', 'e2'] },
    dataDir: '/d',
  });
});

test.each([['--help'], ['-h'], ['help'], ['serve', '--help'], ['check', '-h']])('%s %s asks for help', (...argv) => {
  expect(parseArguments(argv)).toEqual({ command: 'help' });
});

test.each([['--version'], ['-v'], ['version']])('%s asks for the version', (...argv) => {
  expect(parseArguments(argv)).toEqual({ command: 'version' });
});

test.each<[string, RegExp]>([
  [
    '',
    /^Use one of the commands serve, check, annotate, report, export, import-results, export-config, plan, apply, token, status-page, mcp, import, --help, or --version\.$/,
  ],
  [
    'server',
    /^The command must be serve, check, annotate, report, export, import-results, export-config, plan, apply, token, status-page, mcp, import, --help, or --version\. Got "server"\.$/,
  ],
  ['https://u:TOKEN@h/', /Got "https:\/\/•••@h\/"/],
  ['serve https://u:TOKEN@h/', /Got "https:\/\/•••@h\/"/],
  ['serve --prot 1', /^Unknown option '--prot'\. The options of "serve" are .* --port,/],
  ['serve --port', /'--port <value>' argument missing/],
  ['serve --port 65536', /^--port must be a whole number from 0 to 65535\. Got "65536"\.$/],
  ['serve --port 1e3', /^--port must/],
  ['serve --port=', /^--port must/],
  ['serve --token', /'--token <value>' argument missing/],
  ['serve --host=', /^--host must/],
  ['serve extra', /^This command takes only options\. Got "extra"\.$/],
  ['serve --open=yes', /'--open' does not take an argument/],
  ['check', /^There is nothing to check\. Use at least one TARGET,/],
  ['check --json', /^There is nothing to check\. Use at least one TARGET,/],
  ['check a --concurrency 0', /^--concurrency must be a whole number from 1 to 10000\. Got "0"\.$/],
  ['annotate', /^An annotation needs a text/],
  ['annotate Deploy --kind x', /^--kind must be deploy or note\. Got "x"\.$/],
  ['annotate Deploy --at soon', /^--at must be a date or a date with a time/],
  ['report extra', /^This command takes only options\. Got "extra"\.$/],
  ['report', /^--from is required\.\n--to is required\.$/],
  ['report --format doc', /^--format must be html, pdf, csv, or json\. Got "doc"\.$/],
  ['report --from 2026-10-02 --to 2026-10-02', /^--to must be later than --from\.$/],
  ['report --from 2026-10-01 --to 2026-10-02 --format pdf', /^--out is required\.$/],
  ['export --from 2026-10-01', /^--to is required\.\n--out is required\.$/],
  ['export --format pdf', /^--format must be csv, jsonl, parquet, or sqlite\. Got "pdf"\.$/],
  ['import-results', /^FILE is required\.$/],
  ['export --prot', /^Unknown option '--prot'\. The options of "export" are --help, --endpoint, .* --format, --out\.$/],
  ['check a --open', /^Unknown option '--open'\. The options of "check" are .* --json,/],
])('"%s" is refused', async (line, message) => {
  const argv = line === '' ? [] : line.split(' ');
  expect(await usageText(() => parseArguments(argv))).toMatch(message);
});
