/** NTP packets (RFC 5905, 7.3) of a client and the answers to them. */
import { isIPv4 } from 'node:net';

export const PACKET_BYTES = 48;
/** From 1900, where NTP begins, to 1970: in seconds. */
const EPOCH_S = 2_208_988_800;
/** An era of NTP: the seconds have 32 bits. */
const ERA_S = 2 ** 32;
const CLIENT = 0x23;
const SERVER_MODE = 4;

/** A server's statement about its clock. Times are epoch milliseconds with fractions. */
export interface NtpAnswer {
  /** 1 to 15; 0: a kiss code; 16: not synchronized (RFC 5905, figure 11). */
  readonly stratum: number;
  /** `none`, `insert` or `delete` (a leap second at the end of the day), or `unsynchronized`. */
  readonly leap: 'none' | 'insert' | 'delete' | 'unsynchronized';
  /** A source such as `GPS` for stratum 1, a kiss code such as `RATE` for stratum 0, otherwise an address or a number. */
  readonly reference: string;
  /** When the clock was last set; null: never. */
  readonly referenceAt: number | null;
  /** To the primary source and back, in milliseconds. */
  readonly rootDelayMs: number;
  /** The most by which the clock can be wrong, in milliseconds. */
  readonly rootDispersionMs: number;
  readonly receivedAt: number;
  readonly sentAt: number;
}

const LEAPS = ['none', 'insert', 'delete', 'unsynchronized'] as const;

/**
 * A question of version 4.
 * @param nonce eight random bytes instead of this machine's time: the server only returns them
 */
export function encodeRequest(nonce: Buffer): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet[0] = CLIENT;
  nonce.copy(packet, 40, 0, 8);
  return packet;
}

/**
 * @param now to know the era of the times
 * @returns null when the packet is not an answer to this request; `invalid` when it is not a packet of a server at all
 */
export function decodeAnswer(packet: Buffer, nonce: Buffer, now: number): NtpAnswer | 'invalid' | null {
  if (packet.length < PACKET_BYTES || ((packet[0] ?? 0) & 0x07) !== SERVER_MODE) return 'invalid';
  if (!packet.subarray(24, 32).equals(nonce)) return null;
  const stratum = packet.readUInt8(1);
  const leap = LEAPS[packet.readUInt8(0) >> 6] ?? 'unsynchronized';
  return {
    stratum,
    leap,
    reference: referenceOf(packet.subarray(12, 16), stratum),
    referenceAt: timeAt(packet, 16, now),
    rootDelayMs: shortAt(packet, 4),
    rootDispersionMs: shortAt(packet, 8),
    receivedAt: timeAt(packet, 32, now) ?? Number.NaN,
    sentAt: timeAt(packet, 40, now) ?? Number.NaN,
  };
}

function referenceOf(bytes: Buffer, stratum: number): string {
  const text = bytes.toString('latin1').replace(/\0+$/u, '');
  if (stratum < 2 && /^[\x20-\x7e]{1,4}$/u.test(text)) return text;
  const address = bytes.join('.');
  return isIPv4(address) ? address : bytes.toString('hex');
}

/** Seconds with 16 bits of fraction, as milliseconds. */
function shortAt(packet: Buffer, at: number): number {
  return (packet.readUInt32BE(at) / 2 ** 16) * 1000;
}

/** Null: not set. The era is the one in which the time is nearest to now. */
function timeAt(packet: Buffer, at: number, now: number): number | null {
  const [seconds, fraction] = [packet.readUInt32BE(at), packet.readUInt32BE(at + 4)];
  if (seconds === 0 && fraction === 0) return null;
  const era = Math.round((now / 1000 + EPOCH_S - seconds) / ERA_S);
  return (seconds + era * ERA_S - EPOCH_S + fraction / 2 ** 32) * 1000;
}
