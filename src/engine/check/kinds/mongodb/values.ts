/** BSON values as JSON. */
import type { Json } from '../../../../contract/model/units.ts';
import { readNumber, toJson } from '../../net/services/rows.ts';

/**
 * Object IDs and UUIDs as text, bytes as hexadecimal, numbers as such if they keep their value, times as ISO 8601.
 * @param depth how deep in its document the value is
 */
export function readValue(value: unknown, depth = 0): Json {
  if (typeof value !== 'object' || value === null || value instanceof Date || depth > 20) return toJson(value);
  if (Array.isArray(value)) return value.map((entry) => readValue(entry, depth + 1));
  const type: unknown = Reflect.get(value, '_bsontype');
  switch (type) {
    case undefined:
      return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, readValue(entry, depth + 1)]));
    case 'Long':
    case 'Decimal128':
      return readNumber((value as { toString(): string }).toString());
    case 'Binary':
      return toJson(Reflect.get(value, 'buffer'));
    default:
      return (value as { toString(): string }).toString();
  }
}
