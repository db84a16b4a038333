/** Issues of values, in English. `field` is the label of the field, or its path. */
import type { IssueCode } from '../../contract/model/issue.ts';

export const issues = {
  required: '{field} is required.',
  unknownField: `{suggestion, select,
    none {{known, select,
      none {There is no field "{name}" here.}
      other {There is no field "{name}" here. The fields are {known}.}}}
    other {There is no field "{name}" here. Did you mean {suggestion}?}}`,
  unknownKind: `{suggestion, select,
    none {Kind must be {options}.}
    other {Kind must be {options} (did you mean {suggestion}?).}}`,
  notEndpoint: 'An endpoint must be an object with a kind and its fields.',
  endpointTooLarge: 'An endpoint must have at most {maxBytes} of JSON.',
  type: `{reason, select,
    array {{field} must be a list.}
    boolean {{field} must be true or false.}
    int {{field} must be a whole number.}
    number {{field} must be a number.}
    object {{field} must be an object.}
    string {{field} must be text.}
    other {{field} must be of the type {reason}.}}`,
  oneOf: '{field} must be {options}.',
  atLeast: '{field} must be at least {min, number}.',
  atMost: '{field} must be at most {max, number}.',
  tooShort: '{field} must have at least {min, plural, one {# character} other {# characters}}.',
  tooLong: '{field} must have at most {max, plural, one {# character} other {# characters}}.',
  tooFew: '{field} must have at least {min, plural, one {# entry} other {# entries}}.',
  tooMany: '{field} must have at most {max, plural, one {# entry} other {# entries}}.',
  wholeNumber: '{field} must be a whole number from {min, number} to {max, number}.',
  toggle: '{field} must be true or false.',
  text: '{field} must be text with at most {max, plural, one {# character} other {# characters}}.',
  textBytes: '{field} must be text with at most {max, number} bytes: a character that is not in ASCII has two to four.',
  textBetween: '{field} must be text with {min, number} to {max, number} characters.',
  tags: '{field} must be a list with at most {max, number} tags.',
  host: '{field} must be a host name or an address, such as db.example.org, 192.0.2.7 or 2001:db8::7.',
  fingerprint: '{field} must be SHA-256 fingerprints of 64 hexadecimal digits.',
  certificates:
    '{field} must be certificates in PEM format, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
  privateKey:
    '{field} must be a private key in PEM format, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.',
  pkcs12: '{field} must be the content of a PKCS#12 file (.p12 or .pfx) in base64.',
  clientCertificate: '{field} cannot be used with the certificate, key and passphrase entered: {problem}',
  tlsVersions: '{field} must not be below the lowest TLS version.',
  proxy:
    '{field} must be a URL such as http://proxy.example.org:3128; also with https, socks5 or socks5h, without a path, a user name or a password.',
  address: '{field} must be an IP address, such as 192.0.2.7 or 2001:db8::7.',
  dnsServer:
    '{field} must be the IP address of a DNS server, with or without a port, such as 192.0.2.53 or [2001:db8::53]:5353.',
  noProxy:
    '{field} must be a list with at most {max, number} hosts, domains and networks, such as localhost, .example.org and 10.0.0.0/8.',
  fingerprints: '{field} must be a list with at most {max, number} SHA-256 fingerprints.',
  conditions: '{field} must be a list with at most {max, number} conditions, such as [STATUS] == 200.',
  condition: `{reason, select,
    empty {{field} is empty. Write a condition such as [STATUS] == 200.}
    tooLong {{field} must have at most {max, number} characters.}
    tooDeep {{field} may nest parentheses at most {max, number} deep.}
    valueExpected {{field} cannot be read at column {column}: expected a value, such as [STATUS] or 200.}
    comparisonExpected {{field} cannot be read at column {column}: expected a comparison, such as ==, !=, <, contains or matches.}
    missing {{field} cannot be read at column {column}: {expected} is missing.}
    unknownPlaceholder {{nearest, select,
      none {{field} cannot be read at column {column}: this kind has no [{name}].}
      other {{field} cannot be read at column {column}: this kind has no [{name}]. Did you mean [{nearest}]?}}}
    partExpected {{field} cannot be read at column {column}: [{name}] needs a name, such as [{name}].name.}
    endExpected {{field} cannot be read at column {column}: expected "and", "or" or the end.}
    onlyEquality {{field} cannot be read at column {column}: pat(…), any(…) and lists can only be compared with ==, != or in.}
    onlyWhole {{field} cannot be read at column {column}: only a whole value, such as [BODY], can conform to a JSON Schema.}
    constant {{field} cannot be read at column {column}: without a placeholder such as [STATUS], the condition is always the same.}
    badRegex {{field} cannot be read at column {column}: the regular expression is not valid ({problem}).}
    badPattern {{field} cannot be read at column {column}: the pattern is not valid.}
    badQuery {{field} cannot be read at column {column}: the {language, select, jsonpath {JSONPath} jsonata {JSONata} xpath {XPath} other {query}} is not valid ({problem}).}
    other {{field} is not a condition.}}`,
  conditionsMissing: '{field} must have at least one condition, because in the Gatus language only conditions decide.',
  duration: '{field} must be a duration from {minMs} to {maxMs}, such as {exampleMs}.',
  durationUnit: '{field} must have a unit, such as {exampleMs}.',
  secretNotStored: '{field} must be entered again, because there is no stored value to keep.',
  secretWithoutVault:
    '{field} must be empty: this system has no vault, and the settings forbid storing secrets without one.',
  inPast: '{field} must be in the future.',
  notAfter: '{field} must be later than {other}.',
  alone: '{field} must be given together with {other}.',
  notInPreview: '{field} must be numbers from 0 to {max, number}.',
  windowPath: '{field} must be the path of an endpoint, such as /endpoint/ID.',
  circle: '{field} would make the endpoint depend on itself: {names}.',
  target: '{field} must be a percentage from {min, number} to {max}, such as 99.9.',
  dateTime: '{field} must be a date with a time, such as 2026-12-01 22:00.',
  timeOfDay: '{field} must be a time of day, such as 02:00 or 22:30.',
  folder: '{field} must be the absolute path of a folder, such as /home/ann/reports.',
  folderUnusable: '{field} must be one that Lookout can write into: {reason}',
  sameReport: '{field} must differ from that of the other report of this format and period in the folder.',
  timezone: '{field} must be the name of a time zone, such as Europe/Berlin or UTC.',
  weekdays: '{field} must be a list of days of the week: {options}.',
  monthDays: '{field} must be a list of days of the month, from 1 to 31, or last.',
  cron: '{field} must be a cron expression, such as 0 2 * * SUN (at 2:00 on Sundays).',
  cronNever: '{field} must be a cron expression that fires at some time.',
  neverPauses: '{field} must be shorter than the time between two starts: otherwise it never ends.',
  schedule: 'A maintenance window must have one of from, weekdays, monthDays and cron.',
  endOrDuration: '{field} or a duration must be given.',
  inCron: '{field} must be left out: the cron expression already says the time of day.',
  unknownChannelKind: `{suggestion, select,
    none {Kind must be {options}.}
    other {Kind must be {options} (did you mean {suggestion}?).}}`,
  urlOf: '{field} must be a URL that begins with {options}.',
  repository: '{field} must be an owner and a name, such as example/infrastructure.',
  pageName:
    '{field} must have 1 to 60 lower-case letters, digits and hyphens, and begin and end with a letter or digit.',
  logo: '{field} must be a PNG, JPEG, WebP, GIF or SVG picture of at most 100 KB.',
  listOf: '{field} must be a list of {min, number} to {max, number} entries.',
  publicNames: '{field} must map at most {max, number} names of endpoints to names of 1 to 200 characters.',
  httpUrl: '{field} must be a URL that starts with http:// or https://.',
  someOf: '{field} must be a list of at least one of {options}.',
  namesOf: `{reason, select,
    channels {{field} must be a list with the names of at most {max, number} channels.}
    vantages {{field} must be a list with the names of at most {max, number} vantage points.}
    other {{field} must be a list with the names of at most {max, number} endpoints.}}`,
  daysBefore: '{field} must be 1 to 10 whole numbers of days from 1 to {max, number}, such as 14, 7, 1.',
  checkPattern:
    '{field} must be a number of failed checks, such as 3 of 5, or how long the last checks took, such as <10,<10,>100,>100.',
  nameTaken: `{reason, select,
    channel {{field} must be unique. Another channel already has this name.}
    source {{field} must be unique. Another source already has this name.}
    page {{field} must be unique. Another status page already has this name.}
    token {The name must be unique. Another token already has this name.}
    vantage {The name must be unique. Another vantage point already has this name.}
    other {{field} must be unique. Another rule already has this name.}}`,
  blackbox: `{reason, select,
    kind {blackbox_exporter cannot check endpoints of this kind.}
    secret {{field} is secret, and blackbox_exporter would have it in plain text.}
    other {blackbox_exporter does not support this value of {field}.}}`,
  noSuchVantage: 'lookout.yaml has no vantage point of this name.',
  vantageAddress: '{field} must be host:port or a URL that starts with http:// or https://.',
  sourceToken:
    '{field} must be a token of that Lookout: letters, digits, hyphens, dots, underscores and tildes, such as lookout_….',
  sourceTokenAgain: 'The address has changed, so enter the token again.',
  noSuchChannel: `{options, select,
    none {There is no channel "{name}". Add a channel first.}
    other {There is no channel "{name}". The channels are {options}.}}`,
  noSuchEndpoint: `{reason, select,
    itself {{field} must be other endpoints. "{name}" means only this one.}
    tag {{field} must be names of endpoints, tag:NAME or group:NAME. No other endpoint has the tag "{name}".}
    group {{field} must be names of endpoints, tag:NAME or group:NAME. No other endpoint is in the group "{name}".}
    other {{field} must be names of endpoints, tag:NAME or group:NAME. There is no endpoint "{name}".}}`,
  template: '{field} has an error in line {line, number}, column {column, number}: {problem}.',
  otherwise: '{field} is invalid: {problem}.',

  'target.invalid': 'A target must be a URL such as https://example.org/, host:port, or a host name.',
  'target.tooMany': 'At most {max, number} targets can be added at a time. This one and those after it are left out.',

  'file.unreadable': `{reason, select,
    missing {There is no such file.}
    other {The file cannot be read: {problem}.}}`,
  'file.tooLarge': 'The file must have at most {maxBytes}.',
  'file.noEnd': 'The file could not be read completely within {timeoutMs}.',
  'file.failed': `{reason, select,
    stopped {Lookout could not read the file: the thread that reads it stopped (code {problem}).}
    other {Lookout could not read the file: {problem}.}}`,
  'file.empty': 'The file contains no endpoints.',
  'file.encoding': 'The file must be text in UTF-8.',
  'file.archive': `{reason, select,
    zip {The file is a ZIP archive. Unpack it, and import what is in it.}
    other {The file is compressed. Unpack it, and import what is in it.}}`,
  'file.tooDeep': 'The file is nested too deeply. Lookout reads at most {max, number} levels.',
  'file.unknownFormat': 'No importer recognizes the file. The formats are {options}.',
  'file.database': 'The database cannot be read: {problem}.',
  'file.tooManyFiles': 'The folder must have at most {max, number} files.',
  'file.noFiles': 'The folder contains no files that Lookout can import.',
  'file.tooManyLevels': 'The folder must have at most {max, number} levels of folders.',
  'file.allTooLarge': 'The files must have at most {maxBytes} together.',
  'json.invalid': 'The file is not valid JSON: {problem}.',
  'csv.invalid': 'The file is not a valid table: {problem}.',
  'xml.invalid': 'The file is not valid XML: {problem}.',
  'source.list': '{field} must be a list.',
  'source.regex': '{field} must be a regular expression: {problem}.',
  'source.together': '{field} and {other} cannot be set together.',
  'source.value': '{field} has a value that is not accepted.',
  'source.needs': '{other} is missing.',
  'source.sameName': '{field} is the same as that of {other}.',
  'yaml.invalid': 'The file must be valid YAML: {problem}',
  'yaml.duplicateKey': 'The keys of a map must differ.',
  'yaml.aliasUnknown': 'The file has an unknown alias: {problem}',
  'yaml.aliasesTooLarge': 'The file must have at most {maxBytes} with its aliases replaced, but has {foundBytes}.',
  'yaml.circular': 'An alias must not lead back into the value that contains it.',
  'yaml.variable': 'The environment variable {name} must be set.',
  'yaml.reference':
    "\"$'{'\" must begin the name of an environment variable, such as $'{TOKEN}'. Write the characters themselves as $$'{'.",
  'config.root': 'The file must be a map with "endpoints".',
  'config.field': 'The fields of the file are {known}.',
  'config.list': '{field} must be a list.',
  'config.sameWindow': 'The name must differ from that of {other}.',
  'config.noRoom':
    '{field} must have at most {max, number} entries, but {kept, number} stay and {added, number} are new.',
  'config.endpoints': '"endpoints" must be a list.',
  'config.defaults': '"defaults" must be a map of fields.',
  'config.defaultField': 'The fields of "defaults" are {known}.',
  'config.modules':
    '"modules" must be a map of names to fields with a kind. A name has letters, digits, hyphens, dots and underscores.',
  'config.sameName': `{reason, select,
    made {The name, which is made from the target, must differ from that of {other}.}
    other {The name must differ from that of {other}.}}`,
} as const satisfies Readonly<Record<IssueCode, string>>;
