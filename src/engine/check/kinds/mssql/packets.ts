/** The packets of TDS (MS-TDS 2.2.3.1): messages in pieces, each with a header. */
import type { Conversation } from '../../net/connect/conversation.ts';

export const PACKET = { batch: 0x01, response: 0x04, login: 0x10, prelogin: 0x12 } as const;

export const HEADER_BYTES = 8;
const END_OF_MESSAGE = 0x01;
/** The packet size that servers accept before both agree on another. */
const PACKET_BYTES = 4_096;

/** A message as packets. */
export function encodeMessage(type: number, body: Buffer): Buffer {
  const parts: Buffer[] = [];
  const room = PACKET_BYTES - HEADER_BYTES;
  for (let start = 0, id = 1; start === 0 || start < body.length; start += room, id += 1) {
    const piece = body.subarray(start, start + room);
    const isLast = start + room >= body.length;
    const header = Buffer.from([type, isLast ? END_OF_MESSAGE : 0, 0, 0, 0, 0, id & 0xff, 0]);
    header.writeUInt16BE(HEADER_BYTES + piece.length, 2);
    parts.push(header, piece);
  }
  return Buffer.concat(parts);
}

export interface Packet {
  readonly body: Buffer;
  readonly isLast: boolean;
}

/** @throws FailureError `protocol.error` for bytes that are not a packet of a server */
export async function readPacket(conversation: Conversation): Promise<Packet> {
  const header = await conversation.readBytes(HEADER_BYTES);
  const length = header.readUInt16BE(2);
  if (header[0] !== PACKET.response || length < HEADER_BYTES) throw conversation.wrong(header.toString('latin1'));
  return {
    body: await conversation.readBytes(length - HEADER_BYTES),
    isLast: ((header[1] ?? 0) & END_OF_MESSAGE) !== 0,
  };
}
