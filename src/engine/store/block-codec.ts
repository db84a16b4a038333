/**
 * Encodes many results of one endpoint in columns, which takes a quarter of the bytes of single rows: the numbers of a
 * column resemble each other. It returns exactly the rows that it was given.
 *
 * A block is a checksum (CRC-32), then bits: the format, the number of rows, their findings, and the columns. Rows
 * whose findings have the same number of phases, metrics and detail numbers share columns. The numbers of details come
 * last, because only the list of checks needs them.
 */
import { crc32 } from 'node:zlib';
import type { EpochMs } from '../../contract/model/units.ts';
import { BitReader, BitWriter } from './bits.ts';
import { ByteWriter } from './bytes.ts';
import { composeFigures, parseFigures, type FigureCounts, type FigureValues } from './figures.ts';
import { readMeasured, valuesAt, writeMeasured, type MeasuredColumns } from './measured-columns.ts';
import { columnBits, readColumn, writeColumn } from './number-column.ts';

/** A stored result of an endpoint. */
export interface BlockRow {
  readonly at: EpochMs;
  /** The id of its finding. */
  readonly finding: number;
  /** As `result-codec.ts` encodes them. */
  readonly figures: Uint8Array;
}

const FORMAT = 1;
/** With fewer rows, the heads of the columns would take more than the columns save. */
const MIN_COLUMN_ROWS = 4;
const FORMAT_BITS = 4;
const CHECKSUM_BYTES = 4;
/** A group of rows whose figures are kept as bytes: those of the first format, and damaged ones. */
const OPAQUE = 1;
const COLUMNS = 0;

/** Rows that share columns. */
interface Group {
  /** Null: the figures are kept as bytes. */
  readonly counts: FigureCounts | null;
  /** The places of its rows in the block. */
  readonly places: number[];
}

const writer = new BitWriter();

/**
 * @param rows sorted by time, each time once; at least one
 * @param countsOf of a finding; null: its figures cannot be read as columns
 */
export function encodeBlock(rows: readonly BlockRow[], countsOf: (finding: number) => FigureCounts | null): Uint8Array {
  const findings = [...new Set(rows.map(({ finding }) => finding))];
  const { groups, groupOf, values } = grouped(rows, findings, countsOf);
  writer.reset();
  writer.bits(FORMAT, FORMAT_BITS);
  writer.uint(rows.length);
  writer.uint(groups.length);
  for (const { counts } of groups) {
    writer.bits(counts === null ? OPAQUE : COLUMNS, 1);
    if (counts === null) continue;
    writer.uint(counts.phases);
    writer.uint(counts.metrics);
    writer.uint(counts.numbers);
  }
  writer.uint(findings.length);
  for (const finding of findings) {
    writer.uint(finding);
    if (groups.length > 1) writer.uint(groupOf.get(finding) ?? 0);
  }
  const places = new Map(findings.map((finding, place) => [finding, place]));
  writeColumn(
    writer,
    rows.map(({ finding }) => places.get(finding) ?? 0),
  );
  writeTimes(rows, values);
  const read = groups.map((group) => ({
    ...group,
    values: group.places.flatMap((place) => values[place] ?? []),
    rows: group.places.flatMap((place) => rows[place] ?? []),
  }));
  for (const { counts, ...group } of read) if (counts !== null) writeMeasured(writer, counts, group.values);
  for (const { counts, ...group } of read) {
    if (counts === null) writeBytes(group.rows);
    else for (let index = 0; index < counts.numbers; index += 1) write(group.values, (row) => row.numbers[index] ?? 0);
  }
  const bits = writer.take();
  const block = new Uint8Array(CHECKSUM_BYTES + bits.length);
  new DataView(block.buffer).setUint32(0, crc32(bits));
  block.set(bits, CHECKSUM_BYTES);
  return block;
}

/** The number of rows of a block, without decoding it. @throws RangeError when the bytes are damaged */
export function rowsInBlock(bytes: Uint8Array): number {
  return readerOf(bytes).uint();
}

/** A reader after the format. @throws RangeError when the bytes are damaged */
function readerOf(bytes: Uint8Array): BitReader {
  const bits = bytes.subarray(CHECKSUM_BYTES);
  const sum = bytes.length < CHECKSUM_BYTES ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (sum !== crc32(bits)) throw new RangeError('The checksum of a block of results is wrong');
  const reader = new BitReader(bits);
  const format = reader.bits(FORMAT_BITS);
  if (format !== FORMAT) throw new RangeError(`Expected a block of the format ${FORMAT}, got ${format}`);
  return reader;
}

/** A decoded block: the figures of its rows, by their place. */
export class Block {
  readonly #places: Float64Array;
  readonly #findings: readonly number[];
  /** The number of a row among those of its group. */
  readonly #within: Int32Array;
  readonly #groupOf: readonly number[];
  readonly #groups: readonly DecodedGroup[];
  readonly times: Float64Array;

  /** @throws RangeError when the bytes are damaged */
  constructor(bytes: Uint8Array) {
    const reader = readerOf(bytes);
    const count = reader.uint();
    const kinds = Array.from({ length: reader.uint() }, () =>
      reader.bits(1) === OPAQUE ? null : { phases: reader.uint(), metrics: reader.uint(), numbers: reader.uint() },
    );
    const findings: number[] = [];
    const groupOf: number[] = [];
    for (let left = reader.uint(); left > 0; left -= 1) {
      findings.push(reader.uint());
      groupOf.push(kinds.length > 1 ? reader.uint() : 0);
    }
    this.#findings = findings;
    this.#groupOf = groupOf;
    this.#places = readColumn(reader, count);
    const sizes = kinds.map(() => 0);
    this.#within = new Int32Array(count);
    for (let row = 0; row < count; row += 1) {
      const group = groupOf[this.#places[row] ?? 0] ?? 0;
      const within = sizes[group] ?? 0;
      sizes[group] = within + 1;
      this.#within[row] = within;
    }
    const times = readTimes(reader, count);
    const measured = kinds.map((counts, group) =>
      counts === null ? null : readMeasured(reader, counts, sizes[group] ?? 0),
    );
    // The rest is read when the figures of a row are needed.
    let rest: readonly (readonly Float64Array[] | readonly Uint8Array[])[] | null = null;
    const last = () =>
      (rest ??= kinds.map((counts, group) => {
        const size = sizes[group] ?? 0;
        return counts === null
          ? readBytes(reader, size)
          : Array.from({ length: counts.numbers }, () => readColumn(reader, size));
      }));
    this.#groups = kinds.map((_, group) => ({ measured: measured[group] ?? null, last: () => last()[group] ?? [] }));
    this.times = times.isAfterLateness ? this.#plusLateness(times.values) : times.values;
  }

  get length(): number {
    return this.times.length;
  }

  /** The ids of all its findings, each once. */
  get findings(): readonly number[] {
    return this.#findings;
  }

  /** The id of a row's finding. */
  finding(row: number): number {
    return this.#findings[this.#places[row] ?? 0] ?? 0;
  }

  /** The columns of a row's group and its place in them; null: its figures are kept as bytes. */
  measured(row: number): { readonly columns: MeasuredColumns; readonly index: number } | null {
    const columns = this.#group(row)?.measured ?? null;
    return columns === null ? null : { columns, index: this.#within[row] ?? 0 };
  }

  /** All figures of a row, as `result-codec.ts` encodes them. */
  figures(row: number): Uint8Array {
    const group = this.#group(row);
    const last = group?.last() ?? [];
    const index = this.#within[row] ?? 0;
    const columns = group?.measured ?? null;
    if (columns === null) {
      const bytes = last[index];
      return bytes instanceof Uint8Array ? bytes : new Uint8Array();
    }
    const numbers = last.map((column) => column[index] ?? 0);
    return composeFigures({ ...valuesAt(columns, index), numbers }, bytesWriter);
  }

  row(row: number): BlockRow {
    return { at: this.times[row] ?? 0, finding: this.finding(row), figures: this.figures(row) };
  }

  #group(row: number): DecodedGroup | undefined {
    return this.#groups[this.#groupOf[this.#places[row] ?? 0] ?? 0];
  }

  #plusLateness(slots: Float64Array): Float64Array {
    return slots.map((slot, row) => {
      const found = this.measured(row);
      return found === null
        ? slot
        : slot + lateness(found.columns.queued[found.index], found.columns.late[found.index]);
    });
  }
}

const bytesWriter = new ByteWriter();

interface DecodedGroup {
  readonly measured: MeasuredColumns | null;
  readonly last: () => readonly Float64Array[] | readonly Uint8Array[];
}

function grouped(
  rows: readonly BlockRow[],
  findings: readonly number[],
  countsOf: (finding: number) => FigureCounts | null,
) {
  const groups = new Map<string, Group & { readonly index: number }>();
  const groupOf = new Map<number, number>();
  const values: (FigureValues | null)[] = rows.map(() => null);
  const rowsOf = new Map<number, number[]>(findings.map((finding) => [finding, []]));
  for (const [place, { finding }] of rows.entries()) rowsOf.get(finding)?.push(place);
  for (const [finding, places] of rowsOf) {
    const counts = rows.length < MIN_COLUMN_ROWS ? null : countsOf(finding);
    const parsed = counts === null ? [] : places.map((place) => parsedExactly(rows[place], counts));
    // If one cannot be read, all figures of its finding are kept as bytes: none is lost, and the others stay readable.
    const readable = counts !== null && parsed.every((one) => one !== null);
    const name = readable ? `${counts.phases} ${counts.metrics} ${counts.numbers}` : '';
    const group = groups.get(name) ?? { index: groups.size, counts: readable ? counts : null, places: [] };
    groups.set(name, group);
    groupOf.set(finding, group.index);
    group.places.push(...places);
    if (readable) for (const [index, place] of places.entries()) values[place] = parsed[index] ?? null;
  }
  for (const { places } of groups.values()) places.sort((a, b) => a - b);
  return { groups: [...groups.values()], groupOf, values };
}

/** Null: writing the figures again would not give the same bytes. */
function parsedExactly(row: BlockRow | undefined, counts: FigureCounts): FigureValues | null {
  const values = row === undefined ? null : parseFigures(row.figures, counts);
  if (row === undefined || values === null) return null;
  const again = composeFigures(values, bytesWriter);
  const same = again.length === row.figures.length && again.every((byte, index) => byte === row.figures[index]);
  return same ? values : null;
}

function write(values: readonly FigureValues[], read: (row: FigureValues) => number): void {
  writeColumn(writer, values.map(read));
}

/** Checks are late and wait in the gate, but their slots are regular. */
function writeTimes(rows: readonly BlockRow[], values: readonly (FigureValues | null)[]): void {
  const times = rows.map(({ at }) => at);
  const slots = times.map((at, place) => at - lateness(values[place]?.queued, values[place]?.late));
  const isAfterLateness = columnBits(slots) < columnBits(times);
  writer.bits(isAfterLateness ? 1 : 0, 1);
  writeColumn(writer, isAfterLateness ? slots : times);
}

function readTimes(reader: BitReader, count: number) {
  const isAfterLateness = reader.bits(1) === 1;
  return { isAfterLateness, values: readColumn(reader, count) };
}

/** Whole milliseconds between the slot of a check and its start. */
function lateness(queued = 0, late = 0): number {
  return Math.round((queued + late) / 1000);
}

function writeBytes(rows: readonly BlockRow[]): void {
  writeColumn(
    writer,
    rows.map(({ figures }) => figures.length),
  );
  for (const { figures } of rows) for (const byte of figures) writer.bits(byte, 8);
}

function readBytes(reader: BitReader, size: number): readonly Uint8Array[] {
  const lengths = [...readColumn(reader, size)];
  return lengths.map((length) => Uint8Array.from({ length }, () => reader.bits(8)));
}
