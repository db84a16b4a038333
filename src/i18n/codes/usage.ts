/** The problems of a command line: their codes and parameters. */
import type { CodeDocs } from '../../contract/model/text.ts';

const GIVEN = { given: 'what was given, in quotes' } as const;

export const USAGE = {
  'usage.command': {
    meaning: 'The command is missing or unknown.',
    params: { options: 'the commands', ...GIVEN },
  },
  'usage.extra': { meaning: 'A command that takes only options got something else.', params: GIVEN },
  'usage.option': {
    meaning: 'An option is unknown, or has a value that it must not have, or has none.',
    params: { problem: "Node's error", command: 'the command', known: 'its options' },
  },
  'usage.number': {
    meaning: 'The value of an option is not a number in its range.',
    params: { option: 'the option', min: 'the minimum', max: 'the maximum', ...GIVEN },
  },
  'usage.missing': { meaning: 'An option is missing.', params: { option: 'the option' } },
  'usage.together': {
    meaning: 'Two options cannot be given together.',
    params: { option: 'the option', other: 'the other option' },
  },
  'usage.notAfter': {
    meaning: 'A time is not later than another one.',
    params: { option: 'the option', other: 'the other option' },
  },
  'usage.noData': { meaning: 'The data folder has no data of Lookout.', params: { folder: 'the folder' } },
  'usage.dataToRestore': {
    meaning: 'A backup replaces the data at the next start, so the data is not read before.',
    params: { folder: 'the folder' },
  },
  'usage.dataToUpdate': {
    meaning: 'An earlier Lookout wrote the data, which the next start updates.',
    params: { folder: 'the folder' },
  },
  'usage.noText': { meaning: 'An annotation has no text.', params: {} },
  'usage.oneOf': {
    meaning: 'The value of an option is none of the possible ones.',
    params: { option: 'the option', options: 'the possible values', ...GIVEN },
  },
  'usage.url': { meaning: 'The address of a running Lookout is no URL.', params: GIVEN },
  'usage.time': { meaning: 'The value of an option is no time.', params: { option: 'the option', ...GIVEN } },
  'usage.noRemoteToken': { meaning: 'No token of a running Lookout is given.', params: {} },
  'usage.publicUrl': { meaning: 'The value of an option is not the address of a page without a path.', params: GIVEN },
  'usage.network': { meaning: 'The value of an option is neither an address nor a network.', params: GIVEN },
  'usage.vantageKey': {
    meaning: 'The key of the vantage points is short.',
    params: { min: 'the minimum number of characters' },
  },
  'usage.prometheus': { meaning: 'The address of Prometheus is no URL.', params: GIVEN },
  'usage.host': { meaning: 'The address to listen on is empty.', params: {} },
  'usage.noTarget': { meaning: 'There is nothing to check.', params: {} },
  'usage.emptyTarget': { meaning: 'A target is empty or a comment.', params: GIVEN },
  'usage.line': {
    meaning: 'A line of standard input is no target.',
    params: { line: 'the line, from 1', problem: 'what is wrong' },
  },
  'usage.timeout': { meaning: 'The timeout is not valid.', params: { problem: 'what is wrong' } },
  'usage.logLevel': {
    meaning: 'The environment sets an unknown log level.',
    params: { variable: 'the environment variable', options: 'the levels', ...GIVEN },
  },
  'usage.folderOrUrl': { meaning: 'Both a data folder and a running Lookout are given.', params: {} },
  'usage.twoTokens': { meaning: 'Two options set the token.', params: {} },
  'usage.tokenCharacters': {
    meaning: 'The token has characters that cannot be sent.',
    params: {
      reason: 'where it is from: `option`, `variable` or `file`',
      variable: 'the environment variable',
      file: 'the file',
    },
  },
  'usage.tokenFile': { meaning: 'The token file cannot be read.', params: { problem: "the system's error" } },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type UsageCode = keyof typeof USAGE;
