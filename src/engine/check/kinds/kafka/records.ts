/** A batch with one record (https://kafka.apache.org/documentation/#recordbatch): written, and found in what a broker sends. */
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { Reader, Writer } from './wire.ts';

const MAGIC = 2;
/** The lowest three bits of the attributes say how the records are compressed; 0: they are not. */
const COMPRESSION = 0b111;
const GZIP = 1;
const ZSTD = 4;
/** From the start of a batch to the bytes that its length counts. */
const LENGTH_END = 12;

export function writeBatch(value: Buffer, now: number): Buffer {
  const record = new Writer()
    .int8(0)
    // Times and offsets relative to those of the batch; the key is missing; no headers.
    .varint(0)
    .varint(0)
    .varint(-1)
    .varint(value.length)
    .bytes(value)
    .varint(0).buffer;
  const checked = new Writer()
    .int16(0)
    .int32(0)
    .int64(BigInt(now))
    .int64(BigInt(now))
    // No producer with transactions: id, epoch and sequence.
    .int64(-1n)
    .int16(-1)
    .int32(-1)
    .int32(1)
    .varint(record.length)
    .bytes(record).buffer;
  const counted = new Writer().int32(-1).int8(MAGIC).uint32(crc32c(checked)).bytes(checked).buffer;
  return new Writer().int64(0n).int32(counted.length).bytes(counted).buffer;
}

export interface KafkaRecord {
  readonly offset: bigint;
  /** null: the batch is compressed in a way that Lookout cannot read (Snappy, LZ4); the offset is the last one of the batch. */
  readonly value: Buffer | null;
}

/** The most bytes of a decompressed batch: a few bytes can become gigabytes. */
const MAX_BYTES = 4_000_000;

/** The records in what a broker sends, oldest first. The last batch may be cut; it is left out then. */
export function* readRecords(batches: Buffer): Generator<KafkaRecord> {
  const reader = new Reader(batches);
  while (reader.left >= LENGTH_END) {
    const base = reader.int64();
    const length = reader.int32();
    if (length > reader.left) return;
    const batch = new Reader(reader.take(length));
    batch.take(4);
    if (batch.int8() !== MAGIC) continue;
    batch.take(4);
    const attributes = batch.int16();
    const last = base + BigInt(batch.int32());
    batch.take(8 + 8 + 8 + 2 + 4);
    const count = batch.int32();
    const plain = decompress(attributes & COMPRESSION, batch.take(batch.left));
    if (plain === null) yield { offset: last, value: null };
    else yield* recordsOf(new Reader(plain), base, count);
  }
}

function* recordsOf(batch: Reader, base: bigint, count: number): Generator<KafkaRecord> {
  for (let index = 0; index < count; index += 1) {
    const record = new Reader(batch.take(batch.varint()));
    record.int8();
    skipVarint(record);
    const offset = base + BigInt(record.varint());
    record.take(Math.max(0, record.varint()));
    yield { offset, value: record.take(Math.max(0, record.varint())) };
  }
}

/** @returns null: it cannot be read */
function decompress(codec: number, bytes: Buffer): Buffer | null {
  try {
    if (codec === GZIP) return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
    if (codec === ZSTD) return zstdDecompressSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch {
    return null;
  }
  return codec === 0 ? bytes : null;
}

/** Looks for the record at an offset. @returns null when the batches do not contain it (yet) */
export function findRecord(batches: Buffer, offset: bigint): Pick<KafkaRecord, 'value'> | null {
  for (const { offset: at, value } of readRecords(batches)) {
    if (at === offset || (value === null && at > offset)) return { value };
  }
  return null;
}

/** A number of up to 10 bytes. */
function skipVarint(reader: Reader): void {
  for (let count = 0; count < 10 && reader.take(1).readUInt8() >= 0x80; count += 1);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** The checksum of RFC 3720, B.4 (Castagnoli), which `node:zlib` does not have. */
export function crc32c(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
