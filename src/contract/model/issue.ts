/** Issues of values from outside: in a form, in a file, or as an argument of a request. */
import type { CodeDocs, Message } from './text.ts';

/**
 * The issues that every value can have. Those that only the fields of one kind have are in its descriptor
 * (`IssueDescriptor`). Every text can also use `field`: the label of the field, or its path.
 */
export const ISSUES = {
  required: { meaning: 'The field is missing.', params: {} },
  unknownField: {
    meaning: 'There is no field of this name.',
    params: { name: 'the name that was given', suggestion: 'the field that was probably meant', known: 'the fields' },
  },
  unknownKind: {
    meaning: 'There is no check kind of this name.',
    params: { options: 'the kinds', suggestion: 'the kind that was probably meant' },
  },
  notEndpoint: { meaning: 'An endpoint is not an object.', params: {} },
  endpointTooLarge: { meaning: 'The config of an endpoint is too large.', params: { maxBytes: 'the maximum size' } },
  type: {
    meaning: 'The value has another type.',
    params: { reason: '`array`, `boolean`, `int`, `number`, `object`, `string` or another type' },
  },
  oneOf: { meaning: 'The value is none of the possible ones.', params: { options: 'the possible values' } },
  atLeast: { meaning: 'The number is too small.', params: { min: 'the minimum' } },
  atMost: { meaning: 'The number is too large.', params: { max: 'the maximum' } },
  tooShort: { meaning: 'The text is too short.', params: { min: 'the minimum number of characters' } },
  tooLong: { meaning: 'The text is too long.', params: { max: 'the maximum number of characters' } },
  tooFew: { meaning: 'The list has too few entries.', params: { min: 'the minimum number of entries' } },
  tooMany: { meaning: 'The list has too many entries.', params: { max: 'the maximum number of entries' } },
  wholeNumber: {
    meaning: 'The value is not a whole number in the range.',
    params: { min: 'the minimum', max: 'the maximum' },
  },
  toggle: { meaning: 'The value is neither true nor false.', params: {} },
  text: { meaning: 'The value is not text, or it is too long.', params: { max: 'the maximum number of characters' } },
  textBytes: {
    meaning: 'The value is not text, or it is too long for a protocol that counts bytes.',
    params: { max: 'the maximum number of bytes in UTF-8' },
  },
  textBetween: {
    meaning: 'The value is not text of an accepted length.',
    params: { min: 'the minimum number of characters', max: 'the maximum number of characters' },
  },
  host: { meaning: 'The value is neither a host name nor an address.', params: {} },
  tags: { meaning: 'The value is not a list of tags.', params: { max: 'the maximum number of tags' } },
  fingerprint: { meaning: 'The value is not a SHA-256 fingerprint.', params: {} },
  fingerprints: {
    meaning: 'The value is not a list of fingerprints.',
    params: { max: 'the maximum number of fingerprints' },
  },
  certificates: { meaning: 'The value is not certificates in PEM format.', params: {} },
  privateKey: { meaning: 'The value is not a private key in PEM format.', params: {} },
  pkcs12: { meaning: 'The value is not a PKCS#12 file in base64.', params: {} },
  clientCertificate: {
    meaning: 'The client certificate, its key and its passphrase do not belong together.',
    params: { problem: 'what OpenSSL says' },
  },
  tlsVersions: { meaning: 'The lowest version of TLS is above the highest.', params: {} },
  proxy: { meaning: 'The value is not the URL of a proxy.', params: {} },
  address: { meaning: 'The value is not an IP address.', params: {} },
  dnsServer: { meaning: 'The value is not an IP address with an optional port.', params: {} },
  noProxy: {
    meaning: 'The value is not a list of hosts, domains and networks.',
    params: { max: 'the maximum number of entries' },
  },
  duration: {
    meaning: 'The value is not a duration in the range.',
    params: {
      minMs: 'the shortest duration',
      maxMs: 'the longest duration',
      exampleMs: 'a duration that is accepted',
    },
  },
  conditions: {
    meaning: 'The value is not a list of conditions.',
    params: { max: 'the maximum number of conditions' },
  },
  condition: {
    meaning: 'A text is not a condition.',
    params: {
      reason: 'what is wrong, as in `CONDITION_ERRORS`',
      column: 'where in the text, from 1',
      name: 'the placeholder',
      nearest: 'the placeholder that was probably meant',
      expected: 'what is missing',
      language: 'the language of a query',
      problem: 'what the parser of a query or a regular expression says',
      max: 'the maximum number of characters, or of nested levels',
    },
  },
  conditionsMissing: { meaning: 'An endpoint with the dialect of Gatus has no conditions.', params: {} },
  durationUnit: {
    meaning: 'A duration in a file has no unit.',
    params: { exampleMs: 'a duration that is accepted' },
  },
  secretNotStored: { meaning: 'The stored secret should be kept, but none is stored.', params: {} },
  secretWithoutVault: { meaning: 'The system has no vault, and the settings forbid secrets without one.', params: {} },
  inPast: { meaning: 'The time is not in the future.', params: {} },
  notAfter: { meaning: 'The time is not later than another one.', params: { other: 'the other argument' } },
  alone: { meaning: 'The argument needs another one.', params: { other: 'the argument that is missing' } },
  notInPreview: { meaning: 'The preview has no entry with this number.', params: { max: 'the last entry' } },
  windowPath: { meaning: 'There is no such view for a window of its own.', params: {} },
  circle: {
    meaning: 'The endpoint would depend on itself.',
    params: { names: 'the endpoints, from itself to itself' },
  },
  target: {
    meaning: 'The value is not a percentage of uptime.',
    params: { min: 'the minimum', max: 'the maximum' },
  },
  dateTime: { meaning: 'The value is neither a date with a time nor epoch milliseconds.', params: {} },
  timeOfDay: { meaning: 'The value is not a time of day.', params: {} },
  folder: { meaning: 'The value is not the absolute path of a folder.', params: {} },
  folderUnusable: {
    meaning: 'The folder cannot be made, or nothing can be written into it.',
    params: { reason: 'the words of the system' },
  },
  sameReport: { meaning: 'Another scheduled report writes files of the same names into the folder.', params: {} },
  timezone: { meaning: 'The value is not the name of a time zone.', params: {} },
  weekdays: { meaning: 'The value is not a list of days of the week.', params: { options: 'the days' } },
  monthDays: { meaning: 'The value is not a list of days of the month.', params: {} },
  cron: { meaning: 'The value is not a cron expression.', params: {} },
  cronNever: { meaning: 'A cron expression never fires.', params: {} },
  neverPauses: { meaning: 'Something planned begins again each time before it ends.', params: {} },
  schedule: { meaning: 'A maintenance window has no schedule, or more than one.', params: {} },
  endOrDuration: { meaning: 'A maintenance window has neither an end nor a duration, or both.', params: {} },
  inCron: { meaning: 'A time of day is given beside a cron expression.', params: {} },
  unknownChannelKind: {
    meaning: 'There is no kind of channel of this name.',
    params: { options: 'the kinds', suggestion: 'the kind that was probably meant' },
  },
  urlOf: { meaning: 'The value is not a URL of an accepted form.', params: { options: 'how such URLs begin' } },
  pageName: { meaning: 'The value is not the name of a status page.', params: {} },
  logo: { meaning: 'The value is not a picture.', params: {} },
  listOf: {
    meaning: 'The value is not a list with an accepted number of entries.',
    params: { min: 'the minimum number of entries', max: 'the maximum number of entries' },
  },
  publicNames: {
    meaning: 'The value is not a map from names to names.',
    params: { max: 'the maximum number of names' },
  },
  repository: { meaning: 'The value is not the name of a repository.', params: {} },
  httpUrl: { meaning: 'The value is not an HTTP URL.', params: {} },
  someOf: {
    meaning: 'The value is not a list of possible values.',
    params: { options: 'the possible values' },
  },
  namesOf: {
    meaning: 'The value is not a list of names.',
    params: { reason: '`channels`, `vantages` or `endpoints`', max: 'the maximum number of names' },
  },
  daysBefore: {
    meaning: 'The value is not a list of days before something expires.',
    params: { max: 'the maximum number of days' },
  },
  checkPattern: { meaning: 'The value is not a pattern of checks.', params: {} },
  nameTaken: {
    meaning: 'Something else already has this name.',
    params: { reason: '`channel`, `rule`, `page`, `source`, `token` or `vantage`' },
  },
  blackbox: {
    meaning: 'A vantage point cannot check the endpoint, because it is a blackbox_exporter.',
    params: {
      reason: '`kind` (it has no prober for it), `secret` (its modules are plain text) or `value` (it cannot do that)',
    },
  },
  noSuchVantage: { meaning: 'There is no vantage point of this name.', params: {} },
  vantageAddress: { meaning: 'The value is not the address of a vantage point.', params: {} },
  sourceToken: { meaning: 'The value is not a token of Lookout.', params: {} },
  sourceTokenAgain: { meaning: 'When the address changes, the token must be given again.', params: {} },
  noSuchChannel: {
    meaning: 'There is no channel of this name.',
    params: { name: 'the name', options: 'the existing channels' },
  },
  noSuchEndpoint: {
    meaning: 'A reference matches no other endpoint.',
    params: {
      name: 'the name, the tag or the group that was given',
      reason: '`name`, `tag`, `group`, or `itself` when it means only the endpoint itself',
    },
  },
  template: {
    meaning: 'A template has an error.',
    params: { line: 'its line, from 1', column: 'its column, from 1', problem: 'what is wrong' },
  },
  otherwise: { meaning: 'The value is invalid for another reason.', params: { problem: 'what the validator says' } },

  'target.invalid': { meaning: 'A text is not a target.', params: {} },
  'target.tooMany': { meaning: 'Too many targets were pasted.', params: { max: 'how many are read' } },

  'file.unreadable': {
    meaning: 'The system does not read the file.',
    params: { reason: '`missing` or `system`', problem: "the system's error" },
  },
  'file.tooLarge': { meaning: 'The file is too large.', params: { maxBytes: 'the maximum size' } },
  'file.noEnd': {
    meaning: 'The file could not be read to its end in time.',
    params: { timeoutMs: 'how long it took' },
  },
  'file.failed': {
    meaning: 'Reading the file failed.',
    params: { reason: '`error` or `stopped`', problem: 'the error, or the exit code of the thread' },
  },
  'file.empty': { meaning: 'The file contains no endpoints.', params: {} },
  'file.encoding': { meaning: 'The file is not text in UTF-8.', params: {} },
  'file.archive': { meaning: 'The file is an archive.', params: { reason: '`zip` or `gzip`' } },
  'file.tooDeep': { meaning: 'The file is nested too deeply.', params: { max: 'the maximum number of levels' } },
  'file.unknownFormat': { meaning: 'No importer recognizes the file.', params: { options: 'the formats' } },
  'file.database': { meaning: 'The database cannot be read.', params: { problem: "SQLite's error" } },
  'file.tooManyFiles': {
    meaning: 'The folder contains too many files.',
    params: { max: 'the maximum number of files' },
  },
  'file.noFiles': { meaning: 'The folder contains no files that may have endpoints.', params: {} },
  'file.tooManyLevels': { meaning: 'The folder has too many levels of folders.', params: { max: 'the maximum' } },
  'file.allTooLarge': { meaning: 'The files together are too large.', params: { maxBytes: 'the maximum size' } },
  'json.invalid': { meaning: 'The file is not valid JSON.', params: { problem: "the parser's message" } },
  'csv.invalid': { meaning: 'The file is not a valid table.', params: { problem: "the parser's message" } },
  'xml.invalid': { meaning: 'The file is not valid XML.', params: { problem: "the parser's message" } },
  'source.list': { meaning: 'A list is missing.', params: {} },
  'source.regex': { meaning: 'The value is not a regular expression.', params: { problem: "the parser's message" } },
  'source.together': { meaning: 'Two fields cannot be set together.', params: { other: 'the other field' } },
  'source.value': { meaning: 'The other program refuses the value.', params: {} },
  'source.needs': { meaning: 'Another field or file is missing.', params: { other: 'what is missing' } },
  'source.sameName': { meaning: 'Two entries have the same name.', params: { other: 'where the first one is' } },
  'yaml.invalid': { meaning: 'The file is not valid YAML.', params: { problem: "the parser's message" } },
  'yaml.duplicateKey': { meaning: 'A map contains a key twice.', params: {} },
  'yaml.aliasUnknown': { meaning: 'An alias has no anchor.', params: { problem: "the parser's message" } },
  'yaml.aliasesTooLarge': {
    meaning: 'With its aliases replaced, the file would be too large.',
    params: { maxBytes: 'the maximum size', foundBytes: 'its size' },
  },
  'yaml.circular': { meaning: 'An alias leads back into the value that contains it.', params: {} },
  'yaml.variable': { meaning: 'An environment variable is not set.', params: { name: 'the variable' } },
  'yaml.reference': { meaning: 'The characters `${` do not begin the name of an environment variable.', params: {} },
  'config.root': { meaning: 'The file is not a map with `endpoints`.', params: {} },
  'config.field': { meaning: 'The file has an unknown field.', params: { known: 'the fields' } },
  'config.endpoints': { meaning: '`endpoints` is not a list.', params: {} },
  'config.list': { meaning: 'A field of the file is not a list.', params: {} },
  'config.sameWindow': {
    meaning: 'Two entries of a list have the same name.',
    params: { other: 'where the first one is' },
  },
  'config.noRoom': {
    meaning: 'A list would have too many entries, together with those that Lookout has and that stay.',
    params: { max: 'the maximum number of entries', kept: 'how many stay', added: 'how many are new' },
  },
  'config.defaults': { meaning: '`defaults` is not a map of fields.', params: {} },
  'config.defaultField': {
    meaning: '`defaults` has a field that is not allowed there.',
    params: { known: 'the fields' },
  },
  'config.modules': { meaning: '`modules` is not a map of names to kinds with fields.', params: {} },
  'config.sameName': {
    meaning: 'Two endpoints have the same name.',
    params: { other: 'where the first one is', reason: '`made` (from the target) or `given`' },
  },
} as const satisfies Readonly<Record<string, CodeDocs>>;

/** The code of an issue that every value can have. */
export type IssueCode = keyof typeof ISSUES;

/** An issue of a value. `kind` is the check kind that has the field. */
export interface Issue extends Message {
  /** The field, such as `endpoints[0].interval`; empty: the whole value. */
  readonly path: string;
  /** The given value, as JSON of at most 80 characters; absent: nothing was given, or it is a secret. */
  readonly given?: string;
}

/** An issue with a file, and where it is. */
export interface FileIssue extends Issue {
  /** The file as the person named it. */
  readonly file: string;
  /** Both 1-based; null: the file as a whole, such as one that cannot be read. */
  readonly position: { readonly line: number; readonly column: number } | null;
}
