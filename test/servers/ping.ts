/** Debian's `ping` and `fping` for tests. */
export const PING = '/usr/bin/ping';
export const FPING = '/usr/bin/fping';
export const PING_PACKAGES = { [PING]: 'iputils-ping', [FPING]: 'fping' } as const;
