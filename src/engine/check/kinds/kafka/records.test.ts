import { expect, it } from 'vitest';
import { crc32c, findRecord, writeBatch } from './records.ts';
import { Reader, Writer } from './wire.ts';

it('has the checksum of RFC 3720', () => {
  // The examples of RFC 3720, B.4.
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

it.each([0, 1, -1, 63, 64, -64, -65, 300, 2_147_483_647, -2_147_483_648])('writes and reads the number %i', (value) => {
  expect(new Reader(new Writer().varint(value).buffer).varint()).toBe(value);
});

it('finds its own record, among other batches and in one that the broker has moved', () => {
  const batch = writeBatch(Buffer.from('ping'), 1_000);
  const moved = Buffer.from(batch);
  moved.writeBigInt64BE(41n, 0);
  expect(findRecord(moved, 41n)?.value?.toString()).toBe('ping');
  expect(findRecord(Buffer.concat([batch, moved]), 41n)?.value?.toString()).toBe('ping');
  expect(findRecord(moved, 42n)).toBeNull();
  expect(findRecord(moved.subarray(0, -1), 41n)).toBeNull();
});

it('says nothing about a record that is compressed', () => {
  const batch = writeBatch(Buffer.from('ping'), 1_000);
  batch.writeInt16BE(1, 21);
  // Gzip, which this is not; and Snappy.
  expect(findRecord(batch, 0n)).toEqual({ value: null });
  batch.writeInt16BE(2, 21);
  expect(findRecord(batch, 0n)).toEqual({ value: null });
});
