/** Why something inside Lookout does not work: part of a failure, a notice or a refusal, or a text of its own. */
import type { CodeDocs } from './text.ts';

const FILE = { file: 'the database' } as const;
const FOLDER = { folder: 'the data folder' } as const;

export const PROBLEMS = {
  'store.unusable': {
    meaning: 'The database cannot be opened, read or written.',
    params: {
      doing: '`open`, `read` or `use`',
      reason: '`locked`, `readOnly`, `io`, `damaged`, `full`, `cannotOpen`, `notDatabase` or `other`',
      problem: "the system's or SQLite's error",
      ...FILE,
    },
  },
  'store.foreign': { meaning: 'The database belongs to another program.', params: FILE },
  'store.moved': {
    meaning: 'The database was removed or replaced while Lookout was running.',
    params: { reason: '`removed` or `replaced`', ...FILE },
  },
  'store.newer': {
    meaning: 'The database was written by a newer Lookout.',
    params: { found: 'its data version', known: 'the data version of this Lookout', ...FILE },
  },
  'store.otherBuild': {
    meaning: 'The database was written by another build of Lookout.',
    params: { version: 'the data version that differs', ...FILE },
  },
  'store.threadStopped': { meaning: 'The thread of the store stopped before it answered.', params: {} },
  'store.threadRestarting': { meaning: 'The thread of the store is started again soon.', params: {} },
  'store.bug': { meaning: 'The store failed because of a bug.', params: {} },
  'backup.failed': {
    meaning: 'A backup could not be made or restored.',
    params: {
      doing: '`backup` or `restore`',
      reason: '`damaged`, `newer`, `foreign`, `full`, `notWritable` or `other`',
      problem: "the system's or SQLite's error",
    },
  },
  'export.failed': {
    meaning: 'Results could not be exported.',
    params: {
      reason: '`full`, `notWritable`, `noFolder`, `notFile` or `other`',
      file: 'the file that could not be written',
      problem: "the system's error",
    },
  },
  'endpoint.unusable': {
    meaning: 'A stored endpoint cannot be checked by this version.',
    params: { name: "the endpoint's name", problem: 'what is wrong' },
  },
  'file.issue': {
    meaning: 'What is wrong with a file, and where.',
    params: {
      file: 'the file',
      line: 'the line',
      column: 'the column',
      path: 'the field',
      problem: 'what is wrong',
    },
  },
  'file.notFollowed': { meaning: 'A file cannot be followed.', params: { problem: "the system's error" } },
  'folder.unusable': {
    meaning: 'The data folder cannot be created or written.',
    params: { problem: "the system's error", ...FOLDER },
  },
  'folder.notLocked': {
    meaning: 'The data folder cannot be locked.',
    params: { problem: "the system's error", ...FOLDER },
  },
  'folder.inUse': {
    meaning: 'Another Lookout uses the data folder.',
    params: { process: 'the id of its process', ...FOLDER },
  },
  'pdf.noBrowser': { meaning: 'The computer that runs Lookout has no browser that prints a PDF.', params: {} },
  'pdf.failed': { meaning: 'The browser could not print a PDF.', params: { problem: 'what it said' } },
  'secret.otherFormat': { meaning: 'The secret was encrypted in a way that this Lookout does not know.', params: {} },
  'secret.damaged': { meaning: 'The encrypted secret is damaged.', params: {} },
  'secret.otherKey': { meaning: 'The secret was encrypted with another key, or it is damaged.', params: {} },
  'secret.keyUnreadable': {
    meaning: 'The key file cannot be read.',
    params: { file: 'the key file', problem: "the system's error" },
  },
  'secret.keyInvalid': {
    meaning: 'The key file does not contain a key.',
    params: { file: 'the key file', expectedBytes: 'the length of a key', foundBytes: 'what is there' },
  },
  'secret.keyNotWritten': {
    meaning: 'The key file cannot be written.',
    params: { file: 'the key file', problem: "the system's error" },
  },
  'secret.keyGone': { meaning: 'The key file is gone.', params: { file: 'the key file' } },
  'secret.desktopVault': { meaning: 'The secret was encrypted with the vault of the desktop app.', params: {} },
  'secret.vaultRefused': {
    meaning: "The system's vault did not encrypt the secret.",
    params: { problem: "the system's error" },
  },
  'secret.vaultLocked': {
    meaning: "The system's vault did not decrypt the secret.",
    params: { problem: "the system's error" },
  },
  'remote.token': { meaning: 'The remote Lookout refuses the token.', params: {} },
  'remote.older': {
    meaning: 'The remote Lookout is too old.',
    params: { version: 'its version, if it says so' },
  },
  'remote.newer': { meaning: 'The remote Lookout is too new.', params: { version: 'its version' } },
  'remote.itself': { meaning: 'The address is that of this Lookout itself.', params: {} },
  'remote.same': {
    meaning: 'Another source has the same Lookout.',
    params: { name: 'the name of that source' },
  },
  'remote.host': {
    meaning: 'The remote Lookout does not accept this host name.',
    params: { name: 'the name' },
  },
  'remote.notLookout': {
    meaning: 'Something other than Lookout answers.',
    params: { status: 'the HTTP status, if it is unexpected' },
  },
  'remote.status': {
    meaning: 'The remote Lookout, or a proxy in front of it, answered with an error.',
    params: { status: 'the HTTP status' },
  },
  'remote.invalid': { meaning: 'The remote Lookout sent invalid data.', params: { problem: 'where' } },
  'remote.tooLarge': {
    meaning: 'What the remote Lookout sent is too large.',
    params: { maxBytes: 'the maximum size of an answer' },
  },
  'remote.tooMany': {
    meaning: 'The remote Lookout has too many endpoints.',
    params: { max: 'the maximum for a source' },
  },
  'remote.tooFast': { meaning: 'The remote Lookout sends more changes than it may.', params: {} },
  'remote.silent': { meaning: 'The remote Lookout stopped answering.', params: {} },
  'remote.closed': { meaning: 'The remote Lookout closed the connection.', params: {} },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type ProblemCode = keyof typeof PROBLEMS;
