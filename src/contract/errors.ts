/** How requests are refused. */
import type { CodeDocs, Params } from './model/text.ts';
import type { Issue } from './model/issue.ts';

export const REQUEST_ERROR_CODES = [
  /** There is no channel with this name. */
  'unknownChannel',
  /** The arguments are invalid; `issues` says where. */
  'invalid',
  /** The token does not allow this request. */
  'forbidden',
  /** Too many requests in a short time. Send this one again later. */
  'tooMany',
  /** There is no such endpoint. */
  'notFound',
  /** The endpoint comes from lookout.yaml and can only be changed there. */
  'readOnly',
  /**
   * The request contains a secret, and this system has no vault for it. The text is a question. To answer yes, set
   * `secretsWithoutVault: 'keep'` and send the request again.
   */
  'needsConsent',
  /** The engine is stopping, or the connection is gone. */
  'unavailable',
  /** A bug; the log has the stack. */
  'internal',
] as const;

export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number];

interface RefusalDocs extends CodeDocs {
  readonly code: RequestErrorCode;
}

/** Why a request is refused: each reason has one code, which programs need, and a text of its own. */
export const REFUSALS = {
  unknownChannel: { code: 'unknownChannel', meaning: 'There is no such channel.', params: { channel: 'its name' } },
  invalid: { code: 'invalid', meaning: 'The arguments are invalid; `issues` says where.', params: {} },
  endpointNotFound: { code: 'notFound', meaning: 'There is no endpoint with this id.', params: { id: 'the id' } },
  removedNotFound: {
    code: 'notFound',
    meaning: 'There is no removed endpoint with this id.',
    params: { id: 'the id' },
  },
  incidentNotFound: {
    code: 'notFound',
    meaning: 'The endpoint has no incident with this id.',
    params: { id: 'the id' },
  },
  incidentOpen: { code: 'invalid', meaning: 'The incident has not ended.', params: {} },
  backupNotFound: { code: 'notFound', meaning: 'There is no backup with this name.', params: { name: 'the name' } },
  tooManyBackups: {
    code: 'invalid',
    meaning: 'There is already the maximum number of backups made on demand.',
    params: { limit: 'how many there can be' },
  },
  noExport: { code: 'unavailable', meaning: 'The data is only in memory, and cannot be exported.', params: {} },
  tooManyExports: {
    code: 'tooMany',
    meaning: 'The maximum number of exports is already running.',
    params: { limit: 'how many there can be' },
  },
  nothingToExport: { code: 'invalid', meaning: 'No endpoint matches.', params: {} },
  exportNotFound: {
    code: 'notFound',
    meaning: 'There is no export with this id that waits to be downloaded or saved.',
    params: {},
  },
  reportScheduleNotFound: {
    code: 'notFound',
    meaning: 'There is no scheduled report with this id.',
    params: { id: 'the id' },
  },
  reportCancelled: { code: 'unavailable', meaning: 'The report was cancelled.', params: {} },
  statusPageNotFound: {
    code: 'notFound',
    meaning: 'There is no status page with this id or name.',
    params: { id: 'the id or name' },
  },
  statusPageInConfigFile: {
    code: 'readOnly',
    meaning: 'The status page comes from the config file.',
    params: { name: "the page's name" },
  },
  statusPostNotFound: { code: 'notFound', meaning: 'There is no post with this id.', params: { id: 'the id' } },
  objectiveNotFound: { code: 'notFound', meaning: 'There is no objective with this id.', params: { id: 'the id' } },
  objectiveInConfigFile: {
    code: 'readOnly',
    meaning: 'The objective comes from the config file.',
    params: { name: "the objective's name" },
  },
  windowNotFound: {
    code: 'notFound',
    meaning: 'There is no maintenance window with this id.',
    params: { id: 'the id' },
  },
  windowInConfigFile: {
    code: 'readOnly',
    meaning: 'The maintenance window comes from the config file.',
    params: { name: "the window's name" },
  },
  silenceNotFound: {
    code: 'notFound',
    meaning: 'There is no silence with this id.',
    params: { id: 'the id' },
  },
  silenceInConfigFile: {
    code: 'readOnly',
    meaning: 'The silence comes from the config file.',
    params: { name: "the silence's name" },
  },
  channelNotFound: { code: 'notFound', meaning: 'There is no channel with this id.', params: {} },
  channelInUse: {
    code: 'readOnly',
    meaning: 'Rules of the config file use the channel.',
    params: { names: 'the names of the rules' },
  },
  channelNeeded: {
    code: 'invalid',
    meaning: 'A channel is to be removed, and rules that stay use it.',
    params: { name: 'the channel', names: 'the names of the rules' },
  },
  ruleNotFound: { code: 'notFound', meaning: 'There is no rule with this id.', params: {} },
  cancelled: { code: 'invalid', meaning: 'Somebody cancelled the work of the request.', params: {} },
  alertNotFound: { code: 'notFound', meaning: 'There is no open alert with this id.', params: {} },
  soundNotFound: { code: 'notFound', meaning: 'No page is being asked to play this sound.', params: {} },
  deliveryNotFound: { code: 'notFound', meaning: 'There is no message with this id.', params: {} },
  alertingInConfigFile: {
    code: 'readOnly',
    meaning: 'The channel or the rule comes from the config file.',
    params: { name: 'its name' },
  },
  importReplaced: {
    code: 'notFound',
    meaning: 'There is no import with this id: it was cancelled, or newer ones have replaced it.',
    params: {},
  },
  importRunning: { code: 'unavailable', meaning: 'The history of another import is being imported.', params: {} },
  importOvertaken: {
    code: 'invalid',
    meaning: 'An endpoint of the import was added or changed while its history was imported.',
    params: { name: "the endpoint's name" },
  },
  importUnreadable: {
    code: 'invalid',
    meaning: 'The history in a file cannot be read.',
    params: { problem: 'the file, and what is wrong with it' },
  },
  inConfigFile: {
    code: 'readOnly',
    meaning: 'The endpoint comes from the config file.',
    params: { name: "the endpoint's name" },
  },
  endpointInUse: {
    code: 'readOnly',
    meaning: 'Endpoints of the config file depend on the endpoint.',
    params: { names: 'the names of these endpoints' },
  },
  inDemo: {
    code: 'readOnly',
    meaning: 'The endpoint is part of the demo.',
    params: { name: "the endpoint's name" },
  },
  folderGiven: { code: 'readOnly', meaning: 'The data folder was given on the command line.', params: {} },
  noVault: { code: 'needsConsent', meaning: 'The system has no vault for the secret.', params: {} },
  notOpen: { code: 'unavailable', meaning: 'Lookout is starting or stopping.', params: {} },
  stopping: { code: 'unavailable', meaning: 'Lookout is stopping.', params: {} },
  store: { code: 'unavailable', meaning: 'The store cannot be used.', params: { problem: 'why' } },
  secretNotSealed: { code: 'unavailable', meaning: 'A secret cannot be encrypted.', params: { problem: 'why' } },
  noDemo: { code: 'unavailable', meaning: 'This Lookout has no check kind for the demo.', params: {} },
  sourceNotFound: { code: 'notFound', meaning: 'There is no source with this id.', params: {} },
  sourceNotConnected: {
    code: 'unavailable',
    meaning: 'The source of the endpoint is not connected.',
    params: { name: 'the name of the source' },
  },
  sourceFailed: {
    code: 'unavailable',
    meaning: 'The source of the endpoint could not answer.',
    params: { name: 'the name of the source', problem: 'why' },
  },
  noRecording: { code: 'notFound', meaning: 'There is no recording with this id.', params: {} },
  cannotRecord: {
    code: 'unavailable',
    meaning: 'Steps cannot be recorded.',
    params: { reason: '`kind`, `noBrowser`, `noDisplay` or `failed`', problem: 'what the browser said' },
  },
  cannotPrint: { code: 'unavailable', meaning: 'A PDF cannot be printed.', params: { problem: 'why' } },
  cannotImport: { code: 'unavailable', meaning: 'This Lookout imports no files.', params: {} },
  windowClosing: { code: 'unavailable', meaning: 'The window of the page is closing.', params: {} },
  folderNotOpened: {
    code: 'unavailable',
    meaning: 'The system did not open the folder.',
    params: { folder: 'the folder', problem: "the system's error" },
  },
  folderInside: {
    code: 'invalid',
    meaning: 'The data cannot be moved into its own folder.',
    params: { folder: 'the data folder' },
  },
  folderUnreadable: {
    code: 'invalid',
    meaning: 'The new data folder cannot be read.',
    params: { folder: 'the new folder', problem: "the system's error" },
  },
  folderOccupied: {
    code: 'invalid',
    meaning: 'The new data folder already contains data of Lookout.',
    params: { folder: 'the new folder', file: 'a file in it' },
  },
  noUpdates: { code: 'unavailable', meaning: 'This build cannot be updated.', params: {} },
  notAsReleased: { code: 'unavailable', meaning: 'Lookout is not installed as it was released.', params: {} },
  updateFailed: {
    code: 'unavailable',
    meaning: 'A step of the update failed.',
    params: { reason: '`check` or `download`', problem: 'the error' },
  },
  noUpdateDownloaded: { code: 'unavailable', meaning: 'No update was downloaded.', params: {} },
  method: {
    code: 'invalid',
    meaning: 'The HTTP method is not accepted.',
    params: { options: 'the methods', given: 'the method' },
  },
  token: { code: 'invalid', meaning: 'The token is missing or wrong.', params: {} },
  contentType: { code: 'invalid', meaning: 'The body is not JSON by its type.', params: { given: 'its Content-Type' } },
  bodyTooLarge: { code: 'invalid', meaning: 'The body is too large.', params: { maxBytes: 'the maximum size' } },
  bodyNotJson: {
    code: 'invalid',
    meaning: 'The body is not JSON in UTF-8.',
    params: { position: 'where, if known' },
  },
  foreignHost: { code: 'invalid', meaning: '`Host` is not this server.', params: { given: 'the header' } },
  foreignOrigin: {
    code: 'invalid',
    meaning: '`Origin` is not the page of this server.',
    params: { own: 'the origin of this server', given: 'the header' },
  },
  webSocketOnly: { code: 'invalid', meaning: 'The path is a WebSocket.', params: { path: 'the path' } },
  scope: {
    code: 'forbidden',
    meaning: 'The scope of the token is too small for the request.',
    params: { channel: 'the request', needed: 'the scope that it needs', scope: 'the scope of the token' },
  },
  tooManyRequests: {
    code: 'tooMany',
    meaning: 'The client has sent too many requests.',
    params: { retryMs: 'when to try again' },
  },
  scrapeToken: { code: 'invalid', meaning: 'The client may not read metrics.', params: {} },
  moduleNotFound: { code: 'notFound', meaning: 'There is no module with this name.', params: { name: 'the name' } },
  probeTarget: {
    code: 'invalid',
    meaning: 'The target of a probe is missing, or the kind of the module cannot read it.',
    params: { kind: 'the title of the kind' },
  },
  probeEndpoint: {
    code: 'invalid',
    meaning:
      'The encrypted endpoint of a probe cannot be decrypted: the Lookouts have different keys, or different versions.',
    params: {},
  },
  probeParameter: {
    code: 'invalid',
    meaning: 'A parameter or a header of a probe is wrong.',
    params: { name: 'its name', reason: '`repeated` or `seconds`' },
  },
  tooManyProbes: {
    code: 'unavailable',
    meaning: 'There are too many probes at one time.',
    params: { limit: 'the maximum' },
  },
  probeUnknown: {
    code: 'unavailable',
    meaning: 'This machine could not judge the target, so there is no result.',
    params: { problem: 'why' },
  },
  prometheusFailed: {
    code: 'unavailable',
    meaning: 'Prometheus does not answer, or refuses a query.',
    params: { problem: 'why' },
  },
  unreachable: { code: 'unavailable', meaning: 'The page cannot reach Lookout.', params: {} },
  badAnswer: {
    code: 'internal',
    meaning: 'The host answered with something other than Lookout.',
    params: { status: 'the HTTP status' },
  },
  internal: {
    code: 'internal',
    meaning: 'Lookout itself failed: a bug.',
    params: { problem: 'the error, in the page' },
  },
} as const satisfies Readonly<Record<string, RefusalDocs>>;

export type RefusalReason = keyof typeof REFUSALS;

/** The answer to a request that cannot be carried out. Nothing was changed. */
export interface RequestFailure {
  readonly code: RequestErrorCode;
  readonly reason: RefusalReason;
  readonly params?: Params;
  readonly issues: readonly Issue[];
}
