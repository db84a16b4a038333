/** Why a request is refused, in English. */
import type { RefusalReason } from '../../contract/errors.ts';

export const refusals = {
  unknownChannel: 'There is no channel "{channel}".',
  invalid: 'The request is not valid.',
  endpointNotFound: 'There is no endpoint with the id {id}.',
  removedNotFound: 'There is no removed endpoint with the id {id}.',
  incidentNotFound: 'There is no incident with the id {id}.',
  incidentOpen: 'The incident is still open. Exclude it when it has ended.',
  backupNotFound: 'There is no backup with the name {name}.',
  tooManyBackups:
    'There are already {limit} backups made on demand. Delete one from the folder {folder}, then back up again.',
  reportScheduleNotFound: 'There is no scheduled report with the id {id}.',
  reportCancelled: 'The report was cancelled.',
  objectiveNotFound: 'There is no objective with the id {id}.',
  objectiveInConfigFile: 'The objective "{name}" comes from the config file. Change it there.',
  windowNotFound: 'There is no maintenance window with the id {id}.',
  windowInConfigFile: 'The maintenance window "{name}" comes from the config file. Change it there.',
  channelNotFound: 'This channel does not exist. It may have been removed.',
  channelInUse: 'Rules of the config file use this channel: {names}. Change them there first.',
  ruleNotFound: 'This rule does not exist. It may have been removed.',
  cancelled: 'It was cancelled.',
  alertNotFound: 'This alert is over, or it does not exist.',
  soundNotFound: 'This sound is no longer needed.',
  deliveryNotFound: 'This message does not exist.',
  alertingInConfigFile: '{name} comes from the config file. Change it there.',
  importReplaced: 'Another file was opened meanwhile. Open this one again.',
  inConfigFile: '"{name}" comes from the config file. Change it there.',
  endpointInUse: 'Endpoints of the config file depend on this one: {names}. Change them there first.',
  inDemo: '"{name}" is part of the demo and cannot be edited.',
  folderGiven: 'The data folder was given on the command line. Change it there.',
  noVault:
    'This system has no vault for passwords and tokens. Store them encrypted, with the key in a file in the data folder? Anyone who can read your files could then read them.',
  notOpen: 'Lookout is starting or stopping.',
  stopping: 'Lookout is stopping.',
  store: '{problem}',
  secretNotSealed: 'The secret cannot be stored. {problem}',
  noDemo: 'This Lookout cannot check the demo endpoints.',
  noRecording: 'This recording has ended.',
  cannotRecord: `{reason, select,
    noBrowser {The computer that runs Lookout has no Chromium, Chrome or Edge to record with.}
    noDisplay {The computer that runs Lookout has no desktop on which a window could be shown. Record with the desktop app, or enter the steps here.}
    failed {The browser did not start: {problem}}
    other {Steps of this kind cannot be recorded.}}`,
  cannotPrint: '{problem}',
  cannotImport: 'This Lookout cannot import files.',
  windowClosing: 'This window is closing.',
  folderNotOpened: '{folder} could not be opened: {problem}',
  folderInside: 'Choose a folder outside of the data folder {folder}.',
  folderUnreadable: '{folder} cannot be read: {problem}.',
  folderOccupied: '{folder} already contains data of Lookout ({file}). Choose another folder.',
  noUpdates: 'Only an installed release of Lookout can be updated.',
  notAsReleased: 'Lookout can only be updated where its installer put it.',
  updateFailed: `{reason, select,
    check {Checking for an update failed: {problem}}
    other {Downloading the update failed: {problem}}}`,
  noUpdateDownloaded: 'No update is downloaded yet.',
  method: 'The method must be {options}, not {given}.',
  token: '"Authorization: Bearer" must have the token that "lookout serve" prints, or a named token.',
  contentType: `{given, select,
    none {Content-Type must be application/json, but there is none.}
    other {Content-Type must be application/json, not {given}.}}`,
  bodyTooLarge: 'The body must have at most {maxBytes}.',
  bodyNotJson: `{position, select,
    none {The body must be JSON in UTF-8.}
    other {The body must be JSON in UTF-8. There is an error at position {position}.}}`,
  foreignHost: `{given, select,
    none {Host must be the address that Lookout listens on, but there is none.}
    other {Host must be the address that Lookout listens on, not {given}.}}`,
  foreignOrigin: 'Origin must be {own} or absent, not {given}.',
  webSocketOnly: '{path} must be opened as a WebSocket.',
  scope: 'The request {channel} needs a token with the scope {needed}. This one has the scope {scope}.',
  tooManyRequests: 'Too many requests. Try again in {retryMs}.',
  scrapeToken:
    '"Authorization: Bearer" must have the scrape token, or the address of the client must be in --scrape-from.',
  moduleNotFound: 'There is no module "{name}". The modules are in lookout.yaml, under "modules".',
  probeTarget: 'The parameter "target" must be a target of the kind {kind}.',
  probeParameter: `{reason, select,
    repeated {The parameter "{name}" must be given once.}
    other {{name} must be a number of seconds above 0.}}`,
  tooManyProbes: 'At most {limit} probes can run at the same time.',
  probeUnknown: 'The target could not be judged. {problem}',
  unreachable: 'Lookout cannot be reached.',
  badAnswer: 'The host answered with status {status}.',
  internal: `{problem, select,
    none {Lookout itself failed. Its log has the details.}
    other {Lookout itself failed: {problem}}}`,
} as const satisfies Readonly<Record<RefusalReason, string>>;
