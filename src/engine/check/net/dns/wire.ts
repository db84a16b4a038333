/** The parts of which DNS messages are made (RFC 1035, 4). */

/** Thrown for bytes that are not a DNS message. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
}

export const HEADER_BYTES = 12;
export const CLASS_IN = 1;
/** Bits of the second word of the header (RFC 1035, 4.1.1; RFC 4035, 3.2). */
export const FLAGS = {
  response: 0x8000,
  authoritative: 0x0400,
  truncated: 0x0200,
  recursionDesired: 0x0100,
  recursionAvailable: 0x0080,
  authenticated: 0x0020,
  checkingDisabled: 0x0010,
} as const;

/** A name has at most 255 bytes in a message, each of its labels 63 (RFC 1035, 2.3.4). */
const MAX_NAME_BYTES = 255;
const MAX_LABEL_BYTES = 63;

/** Whether a name fits into a DNS message. A dot at the end is allowed. */
export function isDnsName(name: string): boolean {
  const sizes = name
    .replace(/\.$/u, '')
    .split('.')
    .map((label) => Buffer.byteLength(label));
  // Each label follows its length, and the root ends the name.
  const total = sizes.reduce((sum, size) => sum + 1 + size, 1);
  return total <= MAX_NAME_BYTES && sizes.every((size) => size > 0 && size <= MAX_LABEL_BYTES);
}

/** @param name for which `isDnsName` is true, or `.` for the root */
export function encodeName(name: string): Buffer {
  const labels = name.replace(/\.$/u, '').split('.');
  const parts = labels.map((label) => Buffer.from(label)).filter((bytes) => bytes.length > 0);
  return Buffer.concat([...parts.flatMap((bytes) => [Buffer.of(bytes.length), bytes]), Buffer.of(0)]);
}

/** Reads a message from `start`. Every step moves forward, so hostile messages end soon. */
export class WireReader {
  protected readonly message: Buffer;
  protected offset: number;

  constructor(message: Buffer, start = HEADER_BYTES) {
    this.message = message;
    this.offset = start;
  }

  /** @throws MessageError when there are fewer bytes */
  take(length: number): Buffer {
    const end = this.offset + length;
    if (end > this.message.length) throw new MessageError('Ends too early');
    const taken = this.message.subarray(this.offset, end);
    this.offset = end;
    return taken;
  }

  byte(): number {
    return this.take(1).readUInt8(0);
  }

  /** Of 16 bits. */
  number(): number {
    return this.take(2).readUInt16BE(0);
  }

  /**
   * The labels of a name, maybe with a pointer to an earlier one (RFC 1035, 4.1.4). Each pointer must lead further back.
   * Empty: the root.
   */
  labels(): readonly Buffer[] {
    const bytes = this.message;
    const labels: Buffer[] = [];
    let at = this.offset;
    let end: number | null = null;
    let earliest = at;
    let size = 0;
    for (;;) {
      const length = bytes[at];
      if (length === undefined) throw new MessageError('A name ends too early');
      if (length === 0) {
        this.offset = end ?? at + 1;
        return labels;
      }
      if (length >= 0xc0) {
        const low = bytes[at + 1];
        if (low === undefined) throw new MessageError('A name ends too early');
        end ??= at + 2;
        const target = ((length & 0x3f) << 8) | low;
        if (target >= earliest) throw new MessageError('A name points forward');
        earliest = target;
        at = target;
        continue;
      }
      size += length + 1;
      const next = at + 1 + length;
      if (length > MAX_LABEL_BYTES || size > MAX_NAME_BYTES || next > bytes.length) {
        throw new MessageError('A name is too long');
      }
      labels.push(bytes.subarray(at + 1, next));
      at = next;
    }
  }
}

/** @param data of four bytes */
export function formatIpv4(data: Buffer): string {
  return data.join('.');
}

/** In the canonical form of RFC 5952. @param data of 16 bytes */
export function formatIpv6(data: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => data.readUInt16BE(2 * i).toString(16));
  const { hostname } = new URL(`http://[${groups.join(':')}]`);
  return hostname.slice(1, -1);
}
