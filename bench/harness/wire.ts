/**
 * tcpdump as the second witness, besides the target: when the kernel sent and delivered packets, independently of the
 * processes at both ends.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether packets can be captured: tcpdump is installed, and this user may use it. */
export function whyNoWire(): string {
  const { status, error, stderr } = spawnSync('tcpdump', ['-i', 'lo', '-d', 'tcp'], { encoding: 'utf8' });
  if (error !== undefined) return 'tcpdump is missing';
  return status === 0 ? '' : `tcpdump: ${stderr.trim()}`;
}

/** From the first SYN of a connection to the last packet that is as long as an answer. */
export interface WireTime {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly tookMs: number;
}

export interface Capture {
  /** Ends the capture. @returns the times of all connections, by `connectionKey` in order: ports are reused */
  stop(): Promise<ReadonlyMap<string, readonly WireTime[]>>;
}

export function connectionKey(clientPort: number, server: { readonly address: string; readonly port: number }): string {
  return `${clientPort} ${server.address}:${server.port}`;
}

/**
 * Captures on loopback.
 * @param answerBytes packets with more bytes than this, IP header included, carry the answer
 */
export async function captureWire(file: string, answerBytes: number): Promise<Capture> {
  const filter = `tcp and src or dst net 127.0.0.0/8 and (tcp[tcpflags] & (tcp-syn|tcp-ack) = tcp-syn or ip[2:2] > ${answerBytes})`;
  const options = [
    '-i',
    'lo',
    '-n',
    '-s',
    '80',
    '-B',
    '16384',
    '-Z',
    'root',
    '--time-stamp-precision=nano',
    '-w',
    file,
  ];
  const child = spawn('tcpdump', [...options, filter], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('listening on')) resolve();
    });
    child.once('error', reject).once('exit', () => reject(new Error(`tcpdump ended: ${said}`)));
  });
  return {
    async stop() {
      await sleep(KERNEL_BUFFERS_MS);
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      await exited;
      const dropped = /(\d+) packets dropped by kernel/u.exec(said)?.[1] ?? '0';
      if (dropped !== '0') throw new Error(`tcpdump dropped ${dropped} packets`);
      return readTimes(await readFile(file));
    },
  };
}

/**
 * The kernel delivers packets in blocks, after this time at the latest; packets in an unfinished block would be lost.
 */
const KERNEL_BUFFERS_MS = 1500;

/** The file header, and the header of each packet (pcap, the savefile format of libpcap). */
const FILE_HEADER = 24;
const PACKET_HEADER = 16;
const ETHERNET = 14;
const SYN = 0x02;

function readTimes(file: Buffer): ReadonlyMap<string, readonly WireTime[]> {
  const times = new Map<string, WireTime[]>();
  let start = FILE_HEADER;
  while (start + PACKET_HEADER <= file.length) {
    const at = file.readUInt32LE(start) * 1000 + file.readUInt32LE(start + 4) / 1e6;
    const ip = file.subarray(start + PACKET_HEADER + ETHERNET, start + PACKET_HEADER + file.readUInt32LE(start + 8));
    start += PACKET_HEADER + file.readUInt32LE(start + 8);
    const tcp = ip.subarray((ip.readUInt8(0) & 0x0f) * 4);
    const [from, to] = [tcp.readUInt16BE(0), tcp.readUInt16BE(2)];
    if ((tcp.readUInt8(13) & SYN) !== 0) {
      const key = connectionKey(from, { address: [...ip.subarray(16, 20)].join('.'), port: to });
      const of = times.get(key) ?? [];
      times.set(key, [...of, { at, tookMs: 0 }]);
    } else {
      const key = connectionKey(to, { address: [...ip.subarray(12, 16)].join('.'), port: from });
      const of = times.get(key);
      const last = of?.pop();
      if (last !== undefined) of?.push({ at: last.at, tookMs: at - last.at });
    }
  }
  return times;
}
