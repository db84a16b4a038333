/** For servers that refuse to run as root, such as PostgreSQL: as root, tests run them as the user `nobody`. */

/** The number of the user and its group; null: this process is not root. */
export const ORDINARY_USER: number | null = process.getuid?.() === 0 ? 65_534 : null;

/** The command that runs a program as an ordinary user, in the same process. Every Debian has `setpriv`. */
export function asOrdinaryUser(command: string, args: readonly string[]): readonly [string, readonly string[]] {
  if (ORDINARY_USER === null) return [command, args];
  const identity = [`--reuid=${ORDINARY_USER}`, `--regid=${ORDINARY_USER}`, '--clear-groups'];
  return ['/usr/bin/setpriv', [...identity, command, ...args]];
}
