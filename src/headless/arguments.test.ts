import { expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { usageText } from './testing/usage-text.ts';

test('serve has defaults for everything', () => {
  expect(parseArguments(['serve'])).toEqual({
    command: 'serve',
    dataDir: null,
    host: '127.0.0.1',
    port: null,
    token: null,
    tokenFile: null,
    config: null,
    open: false,
  });
});

test('serve takes every option', () => {
  const argv =
    'serve --data-dir /d --host 0.0.0.0 --port 0 --token t-1_a.~ --token-file /t --config=lookout.yaml --open'.split(
      ' ',
    );
  expect(parseArguments(argv)).toEqual({
    command: 'serve',
    dataDir: '/d',
    host: '0.0.0.0',
    port: 0,
    token: 't-1_a.~',
    tokenFile: '/t',
    config: 'lookout.yaml',
    open: true,
  });
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

test.each([['--help'], ['-h'], ['help'], ['serve', '--help'], ['check', '-h']])('%s %s asks for help', (...argv) => {
  expect(parseArguments(argv)).toEqual({ command: 'help' });
});

test.each([['--version'], ['-v'], ['version']])('%s asks for the version', (...argv) => {
  expect(parseArguments(argv)).toEqual({ command: 'version' });
});

test.each<[string, RegExp]>([
  ['', /^Use one of the commands serve, check, annotate, report, export, import-results, --help, or --version\.$/],
  [
    'server',
    /^The command must be serve, check, annotate, report, export, import-results, --help, or --version\. Got "server"\.$/,
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
  ['check a --open', /^Unknown option '--open'\. The options of "check" are .* --json,/],
])('"%s" is refused', async (line, message) => {
  const argv = line === '' ? [] : line.split(' ');
  expect(await usageText(() => parseArguments(argv))).toMatch(message);
});
