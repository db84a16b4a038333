/** Why something inside Lookout does not work, in English. */
import type { ProblemCode } from '../../contract/model/problem.ts';

export const problems = {
  'store.unusable': `{doing, select,
    open {Lookout cannot open its data in {file}.}
    read {Lookout cannot read its data in {file}.}
    other {Lookout cannot use its data in {file}.}} {reason, select,
    locked {Another program keeps the file locked.}
    readOnly {The file cannot be written.}
    io {The disk reported an error.}
    damaged {The file is damaged.}
    full {The disk is full.}
    cannotOpen {The file cannot be opened.}
    notDatabase {The file is not a database.}
    other {The system reported an error.}} ({problem}) {reason, select,
    damaged {Move the file away, or restore a copy of it. Without it, Lookout starts with no data.}
    notDatabase {Move the file away, or restore a copy of it. Without it, Lookout starts with no data.}
    other {{doing, select,
      open {Check that the folder can be written, or use another data folder.}
      other {Check the disk.}}}}`,
  'store.foreign':
    'Lookout cannot open its data: {file} is the database of another program. Move the file away, or use another data folder.',
  'store.moved': `{reason, select,
    removed {Lookout cannot use its data in {file}. The file was removed while Lookout was running.}
    other {Lookout cannot use its data in {file}. The file was replaced while Lookout was running.}} Put the file back, or restart Lookout to use what is there now.`,
  'store.newer':
    '{file} was written by a newer Lookout (data version {found}; this one knows {known}). Start that newer Lookout, or use another data folder.',
  'store.otherBuild':
    '{file} was written by another build of Lookout (data version {version} differs). Start that build, or use another data folder.',
  'backup.failed': `{doing, select,
    restore {{reason, select,
      damaged {The backup is damaged, so it was not restored. The data is as before. ({problem})}
      newer {The backup was written by a newer Lookout, so it was not restored. Update Lookout first. The data is as before.}
      foreign {The file is no backup of Lookout, so it was not restored. The data is as before.}
      full {The disk is full. To restore a backup, it is copied first. The data is as before.}
      notWritable {The data folder cannot be written. The data is as before. ({problem})}
      other {The backup was not restored. The data is as before. ({problem})}}}
    other {{reason, select,
      damaged {The copy is damaged, so the data itself may be damaged. Restore an earlier backup. ({problem})}
      full {The disk is full. Free some space, and back up again.}
      notWritable {The folder of the backups cannot be written. ({problem})}
      other {The backup could not be made. ({problem})}}}}`,
  'export.failed': `{reason, select,
    full {The disk is full, so {file} could not be written. Free some space, or export less.}
    notWritable {{file} cannot be written. Choose a folder in which you may create files.}
    noFolder {The folder of {file} does not exist.}
    notFile {{file} is not a file. Choose another name.}
    other {{file} could not be written: {problem}}}`,
  'store.threadStopped': 'The part of Lookout that stores data stopped. It is started again.',
  'store.threadRestarting': 'The part of Lookout that stores data stopped. It is started again soon.',
  'store.bug': 'Lookout itself failed. Its log has the details.',
  'endpoint.unusable': '{name}: {problem}',
  'file.issue': `{line, select,
    none {{path, select,
      none {{file}: {problem}}
      other {{file} {path}: {problem}}}}
    other {{path, select,
      none {{file}:{line}:{column}: {problem}}
      other {{file}:{line}:{column} {path}: {problem}}}}}`,
  'file.notFollowed': 'The file cannot be followed: {problem}',
  'folder.unusable': 'Lookout cannot write to the data folder {folder}: {problem}',
  'folder.notLocked': 'Lookout cannot lock the data folder {folder}: {problem}',
  'folder.inUse': `{process, select,
    none {Another Lookout uses the data folder {folder}. Stop it first, or choose another folder.}
    other {Another Lookout (process {process}) uses the data folder {folder}. Stop it first, or choose another folder.}}`,
  'pdf.noBrowser':
    'A PDF needs Chromium, Chrome or Edge on the computer that runs Lookout, and none is installed. Choose HTML, open the file and print it, or set LOOKOUT_BROWSER to the path of a browser.',
  'pdf.failed': 'The PDF could not be printed: {problem}',
  'secret.otherFormat': 'It was encrypted in a way that this Lookout does not know.',
  'secret.damaged': 'It is damaged.',
  'secret.otherKey': 'It was encrypted with another key, or it is damaged.',
  'secret.keyUnreadable': 'The key file {file} cannot be read: {problem}.',
  'secret.keyInvalid':
    '{file} must contain a key of {expectedBytes} in base64, but has {foundBytes}. Restore it from a copy, or delete it and enter the secrets again.',
  'secret.keyNotWritten': 'The key file {file} cannot be written: {problem}.',
  'secret.keyGone': 'The key file {file} is gone.',
  'secret.desktopVault': 'It was encrypted with the vault of the desktop app.',
  'secret.vaultRefused': "The system's vault refused it: {problem}.",
  'secret.vaultLocked': "The system's vault cannot decrypt it: {problem}.",
  'remote.token': 'The token is wrong, or it was revoked. Create another one there, and enter it here.',
  'remote.older': `{version, select,
    none {It runs an older version of Lookout. Update it there.}
    other {It runs Lookout {version}, which is older than this one. Update it there.}}`,
  'remote.newer': 'It runs Lookout {version}, which is newer than this one. Update this Lookout.',
  'remote.itself': 'This is the address of this Lookout itself.',
  'remote.same': 'This is the same Lookout as "{name}".',
  'remote.host':
    'The Lookout there does not accept the host name {name}. Use its IP address, or start it with "--host {name}".',
  'remote.notLookout': `{status, select,
    none {Something other than Lookout answers there.}
    other {Something other than Lookout answers there (HTTP {status}).}}`,
  'remote.status': 'It answered with an error (HTTP {status}).',
  'remote.invalid': 'It sent invalid data: {problem}.',
  'remote.tooLarge': 'It sent an answer of more than {maxBytes}.',
  'remote.tooMany': 'It has more than {max, number} endpoints, which is the most that a source can have.',
  'remote.tooFast': 'It sends more changes than this Lookout accepts.',
  'remote.silent': 'It stopped answering.',
  'remote.closed': 'It closed the connection.',
} as const satisfies Readonly<Record<ProblemCode, string>>;
