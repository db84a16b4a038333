/** Frames of AMQP 0-9-1: only what a check needs of the 60 methods. See the specification, 2.3 and 4.2. */
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';

/** The types of frames (4.2.3). */
export const METHOD = 1;
export const HEADER = 2;
export const BODY = 3;
export const HEARTBEAT = 8;
/** The byte that ends each frame. */
export const FRAME_END = 0xce;

/** Class and method of each method that a check sends or understands. */
export const METHODS = {
  'connection.start': [10, 10],
  'connection.start-ok': [10, 11],
  'connection.secure': [10, 20],
  'connection.tune': [10, 30],
  'connection.tune-ok': [10, 31],
  'connection.open': [10, 40],
  'connection.open-ok': [10, 41],
  'connection.close': [10, 50],
  'connection.close-ok': [10, 51],
  'channel.open': [20, 10],
  'channel.open-ok': [20, 11],
  'channel.close': [20, 40],
  'channel.close-ok': [20, 41],
  'queue.declare': [50, 10],
  'queue.declare-ok': [50, 11],
  'queue.bind': [50, 20],
  'queue.bind-ok': [50, 21],
  'basic.consume': [60, 20],
  'basic.consume-ok': [60, 21],
  'basic.publish': [60, 40],
  'basic.return': [60, 50],
  'basic.deliver': [60, 60],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type MethodName = keyof typeof METHODS;

const NAMES: ReadonlyMap<string, string> = new Map(Object.entries(METHODS).map(([name, ids]) => [ids.join('.'), name]));

/** The name of the method in a payload; null: none that a check understands. */
export function methodOf(payload: Buffer): MethodName | null {
  if (payload.length < 4) return null;
  const name = NAMES.get(`${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}`);
  return name === undefined ? null : (name as MethodName);
}

/** @param channel 0: the connection itself */
export function frame(type: number, channel: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.of(FRAME_END)]);
}

export function methodFrame(channel: number, name: MethodName, ...parts: readonly Buffer[]): Buffer {
  const [classId, methodId] = METHODS[name];
  return frame(METHOD, channel, Buffer.concat([short(classId), short(methodId), ...parts]));
}

export function octet(value: number): Buffer {
  return Buffer.of(value);
}

export function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A text of at most 255 bytes. */
export function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) throw new RangeError(`Expected at most 255 bytes, got ${bytes.length}`);
  return Buffer.concat([octet(bytes.length), bytes]);
}

export function longText(bytes: Buffer): Buffer {
  return Buffer.concat([long(bytes.length), bytes]);
}

/** A table whose values are tables and booleans; an empty object is an empty table. */
export function table(entries: Readonly<Record<string, boolean | Readonly<Record<string, boolean>>>>): Buffer {
  const parts = Object.entries(entries).map(([name, value]) =>
    Buffer.concat([
      shortText(name),
      typeof value === 'boolean' ? Buffer.from([0x74, value ? 1 : 0]) : Buffer.concat([Buffer.from('F'), table(value)]),
    ]),
  );
  return longText(Buffer.concat(parts));
}

/** Reads the arguments of a method one after the other. Beyond their end, it throws the failure `protocol.error`. */
export class Arguments {
  readonly #bytes: Buffer;
  #at: number;

  /** @param payload of a method */
  constructor(payload: Buffer) {
    this.#bytes = payload;
    this.#at = 4;
  }

  octet(): number {
    return this.#take(1).readUInt8();
  }

  short(): number {
    return this.#take(2).readUInt16BE();
  }

  long(): number {
    return this.#take(4).readUInt32BE();
  }

  longLong(): bigint {
    return this.#take(8).readBigUInt64BE();
  }

  shortText(): string {
    return this.#take(this.octet()).toString('utf8');
  }

  /** Also the bytes of a table. */
  longText(): Buffer {
    return this.#take(this.long());
  }

  #take(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length) {
      throw new FailureError(failureOf('protocol.error', {}, { raw: 'A method is shorter than its arguments' }));
    }
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}
