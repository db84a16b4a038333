import { expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { UsageError } from './usage.ts';

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
  ['', /Expected the command to be serve, check, --help or --version, got nothing/],
  ['server', /got "server"/],
  ['https://u:TOKEN@h/', /got "https:\/\/•••@h\/"/],
  ['serve https://u:TOKEN@h/', /got "https:\/\/•••@h\/"/],
  ['serve --prot 1', /Unknown option '--prot'\. Expected .* --port/],
  ['serve --port', /'--port <value>' argument missing/],
  ['serve --port 65536', /Expected --port to be a whole number from 0 to 65535, got "65536"/],
  ['serve --port 1e3', /Expected --port/],
  ['serve --port=', /Expected --port/],
  ['serve --token', /'--token <value>' argument missing/],
  ['serve --host=', /Expected --host/],
  ['serve extra', /Expected "serve" to have only options, got "extra"/],
  ['serve --open=yes', /'--open' does not take an argument/],
  ['check', /Expected one TARGET or more/],
  ['check --json', /Expected one TARGET or more/],
  ['check a --concurrency 0', /Expected --concurrency to be a whole number from 1 to 10000, got "0"/],
  ['check a --open', /Unknown option '--open'\. Expected .* --json/],
])('"%s" is refused', (line, message) => {
  const argv = line === '' ? [] : line.split(' ');
  expect(() => parseArguments(argv)).toThrow(UsageError);
  expect(() => parseArguments(argv)).toThrow(message);
});
