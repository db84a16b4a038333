/**
 * Encodes the numbers of one column of a block. It takes the shortest of these forms: one number, if all are equal; or
 * the differences from the smallest, from the middle one, or from the previous number, which are small integers and
 * become Rice codes. Numbers with up to six decimals are written as integers; all others take 64 bits. Exact.
 */
import { MAX_RICE, riceBits, unzigzag, zigzag, type BitReader, type BitWriter } from './bits.ts';

/** Integers beyond this are written as they are: differences of them might not be exact. */
const LARGEST = 2 ** 50;
const MAX_DECIMALS = 6;
/** Written in place of the number of decimals: each number takes 64 bits. */
const RAW = 7;
const DECIMALS_BITS = 3;

/** How integers are written, in two bits. */
const FORM = { equal: 0, aboveLeast: 1, aroundMiddle: 2, steps: 3 } as const;
const FORM_BITS = 2;
const RICE_BITS = 5;

interface Plan {
  readonly form: number;
  /** Written before the codes, each as a signed integer. */
  readonly heads: readonly number[];
  /** All `codes` are multiples of it; they are divided by it. */
  readonly unit: number;
  readonly codes: readonly number[];
  readonly k: number;
  readonly bits: number;
}

/** Writes a column. The reader must know how many numbers there are. */
export function writeColumn(writer: BitWriter, values: readonly number[]): void {
  const decimals = decimalsOf(values);
  writer.bits(decimals, DECIMALS_BITS);
  if (decimals === RAW) {
    for (const value of values) writer.float(value);
    return;
  }
  const plan = planOf(decimals === 0 ? values : values.map((value) => Math.round(value * 10 ** decimals)));
  writer.bits(plan.form, FORM_BITS);
  for (const head of plan.heads) writer.signed(head);
  if (plan.form === FORM.equal) return;
  writer.uint(plan.unit);
  writer.bits(plan.k, RICE_BITS);
  for (const code of plan.codes) writer.rice(code, plan.k);
}

/** About how many bits `writeColumn` takes. */
export function columnBits(values: readonly number[]): number {
  const decimals = decimalsOf(values);
  if (decimals === RAW) return values.length * 64;
  return planOf(decimals === 0 ? values : values.map((value) => Math.round(value * 10 ** decimals))).bits;
}

/** Reads a column of `count` numbers. @throws RangeError past the end */
export function readColumn(reader: BitReader, count: number): Float64Array {
  const values = new Float64Array(count);
  const decimals = reader.bits(DECIMALS_BITS);
  if (decimals === RAW) {
    for (let index = 0; index < count; index += 1) values[index] = reader.float();
    return values;
  }
  readIntegers(reader, values);
  if (decimals > 0) {
    const scale = 10 ** decimals;
    for (let index = 0; index < count; index += 1) values[index] = (values[index] ?? 0) / scale;
  }
  return values;
}

function readIntegers(reader: BitReader, values: Float64Array): void {
  const form = reader.bits(FORM_BITS);
  const base = reader.signed();
  const step = form === FORM.steps ? reader.signed() : 0;
  if (form === FORM.equal) {
    values.fill(base);
    return;
  }
  const unit = reader.uint();
  const k = reader.bits(RICE_BITS);
  if (form === FORM.steps) {
    reader.rices(values, 1, k);
    let value = base;
    values[0] = base;
    for (let index = 1; index < values.length; index += 1) {
      value += step + unzigzag(values[index] ?? 0) * unit;
      values[index] = value;
    }
    return;
  }
  reader.rices(values, 0, k);
  const signed = form === FORM.aroundMiddle;
  for (let index = 0; index < values.length; index += 1) {
    const code = values[index] ?? 0;
    values[index] = base + (signed ? unzigzag(code) : code) * unit;
  }
}

/** The fewest decimals with which all values can be written as integers; `RAW`: they cannot. */
function decimalsOf(values: readonly number[]): number {
  for (let decimals = 0; decimals <= MAX_DECIMALS; decimals += 1) {
    const scale = 10 ** decimals;
    const fits = values.every((value) => {
      // Adding zero keeps -0 from looking like an integer.
      const integer = Math.round(value * scale) + 0;
      return Math.abs(integer) <= LARGEST && Object.is(integer / scale, value);
    });
    if (fits) return decimals;
  }
  return RAW;
}

function planOf(values: readonly number[]): Plan {
  const [first = 0] = values;
  const sorted = values.toSorted((a, b) => a - b);
  const [least = 0] = sorted;
  if (least === sorted.at(-1) || values.length === 0) {
    return { form: FORM.equal, heads: [first], unit: 0, codes: [], k: 0, bits: 0 };
  }
  const middle = sorted[sorted.length >>> 1] ?? 0;
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? 0));
  const step = steps.toSorted((a, b) => a - b)[steps.length >>> 1] ?? 0;
  const plans = [
    plan(
      FORM.aboveLeast,
      [least],
      values.map((value) => value - least),
    ),
    plan(
      FORM.aroundMiddle,
      [middle],
      values.map((value) => value - middle),
    ),
    plan(
      FORM.steps,
      [first, step],
      steps.map((value) => value - step),
    ),
  ];
  return plans.reduce((best, other) => (other.bits < best.bits ? other : best));
}

function plan(form: number, heads: readonly number[], differences: readonly number[]): Plan {
  const unit = differences.reduce(greatestCommonDivisor, 0) || 1;
  const codes = differences.map((difference) =>
    form === FORM.aboveLeast ? difference / unit : zigzag(difference / unit),
  );
  const { k, bits } = bestRice(codes);
  return { form, heads, unit, codes, k, bits: bits + 40 * heads.length };
}

/** The cost falls and then rises with `k`. */
function bestRice(codes: readonly number[]): { readonly k: number; readonly bits: number } {
  let best = { k: 0, bits: Infinity };
  for (let k = 0; k <= MAX_RICE; k += 1) {
    let bits = 0;
    for (const code of codes) bits += riceBits(code, k);
    if (bits < best.bits) best = { k, bits };
    else if (bits > best.bits * 1.5) break;
  }
  return best;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [larger, smaller] = [Math.abs(a), Math.abs(b)];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
