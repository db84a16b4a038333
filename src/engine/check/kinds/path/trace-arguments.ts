/** The arguments of the programs that trace a route, on each system. */

export interface TraceOptions {
  readonly address: string;
  readonly family: 4 | 6;
  readonly method: 'icmp' | 'udp' | 'tcp';
  /** Null: the program's own. */
  readonly port: number | null;
  readonly count: number;
  readonly maxHops: number;
  /** Whether this process is root: only root may send many probes a second. */
  readonly isRoot: boolean;
}

export interface Command {
  readonly program: 'mtr' | 'traceroute' | 'tracert';
  readonly args: readonly string[];
}

/** The commands to try, best first. */
export function traceCommands(options: TraceOptions, platform: NodeJS.Platform): readonly Command[] {
  if (platform === 'win32') return [tracert(options)];
  return [mtr(options), traceroute(options, platform)];
}

function mtr({ address, family, method, port, count, maxHops, isRoot }: TraceOptions): Command {
  const protocol = { icmp: [], udp: ['--udp'], tcp: ['--tcp'] }[method];
  const place = port === null || method === 'icmp' ? [] : ['-P', String(port)];
  const pace = ['-i', isRoot ? '0.2' : '1', '-G', '1'];
  // Loss, sent, newest, best, average, worst and the mean jitter of each hop.
  const usual = ['--json', '-o', 'LSNBAWM', '-n', `-${family}`, '-c', String(count), '-m', String(maxHops)];
  return { program: 'mtr', args: [...usual, ...pace, ...protocol, ...place, address] };
}

function traceroute(
  { address, family, method, port, count, maxHops }: TraceOptions,
  platform: NodeJS.Platform,
): Command {
  const usual = ['-n', '-q', String(count), '-w', '1', '-m', String(maxHops)];
  const place = port === null || method === 'icmp' ? [] : ['-p', String(port)];
  if (platform === 'linux' || platform === 'android') {
    const protocol = { icmp: ['-I'], udp: [], tcp: ['-T'] }[method];
    return { program: 'traceroute', args: [`-${family}`, ...usual, ...protocol, ...place, address] };
  }
  // The `traceroute` of BSD. Some versions have another program for IPv6; current ones know both.
  return { program: 'traceroute', args: [...usual, '-P', method, ...place, address] };
}

/** It always sends three ICMP requests to each hop. */
function tracert({ address, family, maxHops }: TraceOptions): Command {
  return { program: 'tracert', args: ['-d', `-${family}`, '-w', '1000', '-h', String(maxHops), address] };
}
