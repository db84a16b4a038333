/** Test code: answers of an NTP server. */

const EPOCH_S = 2_208_988_800;

export interface NtpAnswerOptions {
  readonly stratum?: number;
  /** 3: not synchronized. */
  readonly leap?: number;
  readonly reference?: string;
  /** By how much the clock of the server is ahead, in milliseconds. */
  readonly aheadMs?: number;
}

/** The answer to a request. */
export function answerNtp(
  request: Buffer,
  { stratum = 2, leap = 0, reference = '192.0.2.1', aheadMs = 0 }: NtpAnswerOptions = {},
): Buffer {
  const packet = Buffer.alloc(48);
  packet[0] = (leap << 6) | 0x24;
  packet[1] = stratum;
  packet.writeUInt32BE(0x0000_8000, 4);
  packet.writeUInt32BE(0x0001_0000, 8);
  const four = /^\d+\./u.test(reference) ? Buffer.from(reference.split('.').map(Number)) : Buffer.from(reference);
  four.copy(packet, 12);
  request.copy(packet, 24, 40, 48);
  for (const [at, aheadOfNow] of [
    [16, -60_000],
    [32, 0],
    [40, 0],
  ] as const) {
    const ms = Date.now() + aheadMs + aheadOfNow + 0.5;
    packet.writeUInt32BE((Math.floor(ms / 1000) + EPOCH_S) % 2 ** 32, at);
    packet.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 2 ** 32), at + 4);
  }
  return packet;
}
