import { OBSERVED_CHARACTERS, type ObservedValues } from '../../contract/model/condition.ts';
import type { Json } from '../../contract/model/units.ts';
import type { Redact } from '../secrets/redact.ts';

/** What a check saw, for a person to read: without secrets, and each value at most `OBSERVED_CHARACTERS` long. */
export function readableValues(values: ObservedValues, redact: Redact | null): ObservedValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const short = cutValue(value);
      return [[name, redact === null ? short : redact(short)]];
    }),
  );
}

function cutValue(value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= OBSERVED_CHARACTERS ? value : text.slice(0, OBSERVED_CHARACTERS);
}
