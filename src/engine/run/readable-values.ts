import { OBSERVED_CHARACTERS, type ObservedValues } from '../../contract/model/condition.ts';
import type { Json } from '../../contract/model/units.ts';
import type { Redact } from '../secrets/redact.ts';

/** The values that a check found, for people: without secrets, and at most `OBSERVED_CHARACTERS` long each. */
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
