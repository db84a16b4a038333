/** Why the system refused to write a file, by the code of its error, as the texts of backups and exports name it. */
export const SYSTEM_REASONS = [
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EACCES', 'notWritable'],
  ['EPERM', 'notWritable'],
  ['EROFS', 'notWritable'],
] as const satisfies readonly (readonly [code: string, reason: string])[];
