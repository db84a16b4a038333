/** What a check found, as conditions see it. */
import type { ObservedValues } from '../../contract/model/condition.ts';
import type { Json } from '../../contract/model/units.ts';
import type { PathStep, Placeholder, Query } from './syntax.ts';

/** Why a placeholder has no value. */
export type Absence =
  /** The check has no such value: it did not get that far, or its kind does not measure it. */
  | { readonly code: 'missing' }
  /** A path or a query leads nowhere. */
  | { readonly code: 'notFound' }
  /** A path into a body that is not JSON. */
  | { readonly code: 'notJson' }
  /** The query could not be run; `reason` says why. */
  | { readonly code: 'queryFailed'; readonly reason: string };

export type Looked =
  | { readonly value: Json; readonly absence: null }
  | { readonly value: null; readonly absence: Absence };

/** The value of a query other than a path, which was run before (see `query-runner.ts`); by `queryKey`. */
export type Answers = ReadonlyMap<string, Looked>;

export const found = (value: Json): Looked => ({ value, absence: null });
export const absent = (absence: Absence): Looked => ({ value: null, absence });

/** Two placeholders with the same query have the same key. */
export function queryKey(name: string, query: Exclude<Query, { language: 'path' }>): string {
  return `${name}\n${query.language}\n${query.text}`;
}

/** Looks placeholders up in what one check found. The body is parsed once, when the first path needs it. */
export class Observation {
  readonly #values: ObservedValues;
  readonly #answers: Answers;
  #json: Looked | null = null;

  constructor(values: ObservedValues, answers: Answers = new Map()) {
    this.#values = values;
    this.#answers = answers;
  }

  look({ name, query }: Placeholder): Looked {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (value === undefined) return absent({ code: 'missing' });
    if (query.language !== 'path') return this.#answers.get(queryKey(name, query)) ?? absent({ code: 'missing' });
    if (query.steps.length === 0) return found(value);
    if (name === 'BODY') {
      const json = this.json();
      return json.absence === null ? follow(json.value, query.steps) : json;
    }
    // Header names are the same whatever their case (RFC 9110, 5.1).
    const steps = name === 'HEADER' ? query.steps.map((step) => String(step).toLowerCase()) : query.steps;
    return follow(value, steps);
  }

  /** The body as JSON. */
  json(): Looked {
    this.#json ??= parseBody(this.#values['BODY']);
    return this.#json;
  }
}

function parseBody(body: Json | undefined): Looked {
  if (body === undefined) return absent({ code: 'missing' });
  if (typeof body !== 'string') return found(body);
  try {
    return found(JSON.parse(body) as Json);
  } catch {
    return absent({ code: 'notJson' });
  }
}

function follow(start: Json, steps: readonly PathStep[]): Looked {
  let value: Json | undefined = start;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return absent({ code: 'notFound' });
    if (Array.isArray(value)) value = typeof step === 'number' ? value[step] : undefined;
    else
      value = Object.hasOwn(value, String(step)) ? (value as Readonly<Record<string, Json>>)[String(step)] : undefined;
    if (value === undefined) return absent({ code: 'notFound' });
  }
  return found(value);
}
