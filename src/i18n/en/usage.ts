/** The problems of a command line, in English. */
import type { UsageCode } from '../codes/usage.ts';

export const usage = {
  'usage.command': `{given, select,
    none {Use one of the commands {options}.}
    other {The command must be {options}. Got {given}.}}`,
  'usage.extra': 'This command takes only options. Got {given}.',
  'usage.option': '{problem}. The options of "{command}" are {known}.',
  'usage.number': '{option} must be a whole number from {min} to {max}. Got {given}.',
  'usage.missing': '{option} is required.',
  'usage.together': '{option} and {other} cannot be given together.',
  'usage.notAfter': '{option} must be later than {other}.',
  'usage.noData': 'There is no data of Lookout in {folder}. Give its data folder with --data-dir.',
  'usage.dataToRestore': 'A backup will replace the data in {folder} at the next start. Start Lookout once first.',
  'usage.dataToUpdate':
    'An earlier version of Lookout wrote the data in {folder}. Start this version once first, which updates it.',
  'usage.noText': 'An annotation needs a text, such as: lookout annotate "Deploy 4.2".',
  'usage.oneOf': '{option} must be {options}. Got {given}.',
  'usage.url': '--url must be the address of a running Lookout, such as http://127.0.0.1:4477. Got {given}.',
  'usage.time': '{option} must be a date or a date with a time, such as 2026-10-01 or "2026-10-01 14:30". Got {given}.',
  'usage.noRemoteToken':
    'Lookout asks for a token. Set LOOKOUT_TOKEN, or use --token-file FILE with the token of the running Lookout.',
  'usage.publicUrl':
    '--public-url must be the address of the page without a path, such as https://lookout.example.org. Got {given}.',
  'usage.network': '--scrape-from must be an address or a network, such as 192.0.2.7 or 192.0.2.0/24. Got {given}.',
  'usage.vantageKey':
    'The vantage key must have at least {min, number} characters. This makes one: head -c 32 /dev/urandom | base64 | tr -d "/+="',
  'usage.prometheus': '--prometheus must be the address of Prometheus, such as http://127.0.0.1:9090. Got {given}.',
  'usage.host': '--host must be an address or a name.',
  'usage.noTarget':
    'There is nothing to check. Use at least one TARGET, such as https://example.org/, or --config FILE.',
  'usage.emptyTarget': 'A TARGET must be a URL, host:port or a host name. Got {given}.',
  'usage.line': 'Line {line}: {problem}',
  'usage.timeout': '--timeout: {problem}',
  'usage.logLevel': '{variable} must be {options}. Got {given}.',
  'usage.folderOrUrl': 'Use either --data-dir or --url, not both.',
  'usage.twoTokens': 'Use either --token or --token-file, not both.',
  'usage.tokenCharacters': `{reason, select,
    option {The value of --token must have only letters, digits, "-", "_", "." and "~".}
    variable {The value of {variable} must have only letters, digits, "-", "_", "." and "~".}
    other {The token in {file} must have only letters, digits, "-", "_", "." and "~".}}`,
  'usage.tokenFile': 'The token cannot be read: {problem}',
} as const satisfies Readonly<Record<UsageCode, string>>;
