/** Values of SNMP (RFC 2578, 7.1) as text and as a number. */
import snmp, { type Varbind } from 'net-snmp';

export interface SnmpValue {
  readonly text: string;
  /** Null: the value is not a number. */
  readonly number: number | null;
  /** The name of the type, such as `Counter`. */
  readonly type: string;
  /** Where a counter starts again at 0; null: it is not a counter. */
  readonly wrapsAt: number | null;
}

const { ObjectType: TYPES } = snmp;
/** The bits of each type of counter. */
const COUNTER_BITS = { Counter: 32, Counter64: 64 } as const;

/** @returns null when the varbind says that there is no such object */
export function readValue({ type, value }: Varbind): SnmpValue | null {
  const name = TYPES[type] ?? String(type);
  if (/^(?:NoSuchObject|NoSuchInstance|EndOfMibView)$/u.test(name)) return null;
  const bits = name === 'Counter' || name === 'Counter64' ? COUNTER_BITS[name] : null;
  const make = (text: string, number: number | null) => ({ text, number, type: name, wrapsAt: bits && 2 ** bits });
  if (Buffer.isBuffer(value)) {
    if (name !== 'Counter64') return make(textOf(value), numberIn(textOf(value)));
    const whole = value.length === 0 ? 0n : BigInt(`0x${value.toString('hex')}`);
    return make(String(whole), Number(whole));
  }
  if (typeof value === 'number' || typeof value === 'bigint') return make(String(value), Number(value));
  if (typeof value === 'string') return make(value, null);
  if (typeof value === 'boolean') return make(String(value), Number(value));
  return make('', null);
}

/** An octet string as text; in hexadecimal when it is not text, like the tools of Net-SNMP. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/u.test(text)) return text;
  return (bytes.toString('hex').match(/../gu) ?? []).join(' ').toUpperCase();
}

/** Many agents send numbers with a fraction as text. */
function numberIn(text: string): number | null {
  return /^\s*-?\d{1,15}(?:\.\d{1,15})?\s*$/u.test(text) ? Number(text) : null;
}
