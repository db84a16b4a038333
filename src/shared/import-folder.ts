/** Which parts of a folder an import reads. A file that a person names or drops itself is always read. */

const IMPORTED = /\.(?:ya?ml|json|har|csv|tsv|txt|xml|db|db-wal|sqlite3?|curl|sh)$/iu;

/** Whether a file of a folder may contain endpoints, by its name. */
export function isImportedName(name: string): boolean {
  return IMPORTED.test(name);
}

/** Whether a folder inside the folder is read: hidden ones and installed packages are not. */
export function isImportedFolder(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}
