/** JSON Schema (draft 2020-12, or draft 07 if the schema says so). Loaded by `run-queries.ts` in its thread. */
import { readFile, stat } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import type { Json } from '../../contract/model/units.ts';

/** In bytes. */
const MAX_FILE = 1_000_000;
const KEPT = 50;

interface Compiled {
  readonly changedMs: number;
  readonly validate: ValidateFunction;
}

const compiled = new Map<string, Compiled>();

/**
 * @param path of the file with the schema, absolute or relative to the working directory; it is read again when it changes
 * @returns what is wrong first, such as `/items/0/id must be number`; null: the value conforms
 * @throws Error when the file cannot be read or is not a schema
 */
export async function problemBySchema(path: string, value: Json): Promise<string | null> {
  const { mtimeMs, size } = await stat(path);
  let known = compiled.get(path);
  if (known?.changedMs !== mtimeMs) {
    if (size > MAX_FILE) throw new Error(`${path} is larger than 1 MB`);
    known = { changedMs: mtimeMs, validate: compile(JSON.parse(await readFile(path, 'utf8')) as object | boolean) };
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(path, known);
  }
  if (known.validate(value)) return null;
  const [first] = known.validate.errors ?? [];
  const place = first?.instancePath === '' ? 'the value' : (first?.instancePath ?? '');
  return `${place} ${first?.message ?? 'does not conform'}`;
}

function compile(schema: object | boolean): ValidateFunction {
  // Formats are annotations by default (JSON Schema Validation, 7.2.1).
  const options = { strict: false, validateFormats: false, logger: false } as const;
  const dialect = typeof schema === 'object' && '$schema' in schema ? String(schema.$schema) : '';
  return /draft-0[67]/u.test(dialect) ? new Ajv(options).compile(schema) : new Ajv2020(options).compile(schema);
}
