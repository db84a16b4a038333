/** The arguments of `ping` on each system, and of `fping`. */

export interface PingOptions {
  /** An address, not a name: the check resolves names itself. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly count: number;
  /** From one request to the next, in milliseconds. */
  readonly pace: number;
  /** Bytes of each request, without headers. */
  readonly size: number;
  /** For how long to wait for the last answer, in milliseconds. */
  readonly patience: number;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** iputils and BusyBox have the same options for this. */
export function pingCommand(
  { address, family, count, pace, size, patience }: PingOptions,
  platform: NodeJS.Platform,
): Command {
  const [times, bytes, seconds] = [String(count), String(size), String(pace / 1000)];
  if (platform === 'win32') {
    // It always sends one request a second.
    return { program: 'ping', args: [`-${family}`, '-n', times, '-l', bytes, '-w', String(patience), address] };
  }
  const usual = ['-n', '-c', times, '-i', seconds, '-s', bytes];
  if (platform === 'linux' || platform === 'android') {
    return { program: 'ping', args: [...usual, '-W', String(Math.max(1, Math.round(patience / 1000))), address] };
  }
  // The `ping6` of BSD has no option for the time to wait.
  return family === 6
    ? { program: 'ping6', args: [...usual, address] }
    : { program: 'ping', args: [...usual, '-W', String(patience), address] };
}

export function fpingCommand({ address, count, pace, size, patience }: PingOptions): Command {
  const numbers = ['-C', String(count), '-p', String(pace), '-b', String(size), '-t', String(patience)];
  return { program: 'fping', args: ['-q', '-r', '0', ...numbers, address] };
}
