/**
 * Reads an object of another tool field by field. Fields that an importer does not read become warnings, so nothing is
 * dropped silently.
 */
import type { ImportWarningCode } from '../../contract/model/import-warning.ts';
import type { Json } from '../../contract/model/units.ts';
import type { Params } from '../../contract/model/text.ts';
import { isRecord } from '../../shared/is-record.ts';
import { formatPath, issueOf, pathWithin } from '../base/issues.ts';
import type { Warn } from './importer.ts';
import type { ImportError } from './import-error.ts';
import type { Source } from './source.ts';

export class Fields {
  readonly source: Source;
  readonly path: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly #warn: Warn;
  readonly #read = new Set<string>();

  constructor(source: Source, path: string, record: Readonly<Record<string, unknown>>, warn: Warn) {
    this.source = source;
    this.path = path;
    this.record = record;
    this.#warn = warn;
  }

  pathOf(key: string): string {
    return this.path === '' ? formatPath([key]) : pathWithin(this.path, key);
  }

  has(key: string): boolean {
    return isSet(this.record[key]);
  }

  /** The value as it is. */
  value(key: string): unknown {
    this.#read.add(key);
    return this.record[key];
  }

  /** A text; numbers and flags are written as text. Empty: none. */
  text(key: string): string {
    const value = this.value(key);
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  }

  /** A number, also when it is written as text; null: none. */
  number(key: string): number | null {
    const value = this.value(key);
    if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null;
    const number = Number(value);
    return Number.isFinite(number) ? number : null;
  }

  /** A number as a duration in this unit. Empty: none. */
  duration(key: string, unit: 'ms' | 's' | 'm'): string {
    const value = this.number(key);
    return value === null ? '' : `${value}${unit}`;
  }

  /** True for `true`, `1`, and the words that mean it. */
  flag(key: string, preset = false): boolean {
    const value = this.value(key);
    if (value === undefined || value === null || value === '') return preset;
    return value === true || value === 1 || (typeof value === 'string' && /^(?:true|1|yes|on|y)$/iu.test(value));
  }

  list(key: string): readonly unknown[] {
    const value = this.value(key);
    return Array.isArray(value) ? value : [];
  }

  texts(key: string): string[] {
    const value = this.value(key);
    const list = Array.isArray(value) ? value : isSet(value) ? [value] : [];
    return list.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []));
  }

  /** The object of a field; empty when there is none. Its fields are read on their own. */
  fields(key: string): Fields {
    const value = this.value(key);
    return new Fields(this.source, this.pathOf(key), isRecord(value) ? value : {}, this.#warn);
  }

  /** The objects of a list. An entry that is not an object becomes a warning. */
  entries(key: string): Fields[] {
    return this.list(key).flatMap((value, index) => {
      const path = `${this.pathOf(key)}[${index}]`;
      if (isRecord(value)) return [new Fields(this.source, path, value, this.#warn)];
      this.#warn(this.source.name, path, 'import.notEndpoint');
      return [];
    });
  }

  /** A map of names and texts. */
  pairs(key: string): Record<string, string> {
    const value = this.value(key);
    if (!isRecord(value)) return {};
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, textOf(one)]));
  }

  /** Fields that say nothing about the check, such as ids and dates. */
  ignore(...keys: readonly string[]): this {
    for (const key of keys) this.#read.add(key);
    return this;
  }

  /** Warns of a field if it is set. */
  leaveOut(key: string, code: ImportWarningCode = 'import.noCounterpart', params?: Params): void {
    if (this.has(key) && !this.#read.has(key)) this.warn(key, code, params);
    this.#read.add(key);
  }

  warn(key: string, code: ImportWarningCode, params?: Params): void {
    this.#warn(this.source.name, key === '' ? this.path : this.pathOf(key), code, params);
  }

  /** Warns of each field that is set and was not read. @param known fields with the warnings that they get */
  finish(known: Readonly<Record<string, string>> = {}): void {
    for (const key of Object.keys(this.record)) {
      if (this.#read.has(key)) continue;
      const code = known[key];
      this.leaveOut(key, isWarningCode(code) ? code : 'import.unknownField');
    }
  }

  /** The error that the other program would refuse a field with. */
  refuse(key: string, code: 'source.value' | 'source.list' | 'required' = 'source.value'): ImportError {
    const value = this.record[key];
    return this.source.error(
      issueOf(code, key === '' ? this.path : this.pathOf(key), {}, { given: value ?? undefined }),
    );
  }
}

function isWarningCode(code: string | undefined): code is ImportWarningCode {
  return code?.startsWith('import.') === true;
}

/** Whether a field is set: not empty, off or zero. */
export function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isRecord(value) || Object.keys(value).length > 0;
}

/** A value as text: JSON for objects. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return value === null || value === undefined ? '' : (JSON.stringify(value) ?? '');
}

/** The fields that have a value. Defaults of Lookout are left to Lookout. */
export function entryOf(fields: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, Json] =>
        entry[1] !== undefined &&
        entry[1] !== null &&
        entry[1] !== '' &&
        !(Array.isArray(entry[1]) && entry[1].length === 0) &&
        !(isRecord(entry[1]) && Object.keys(entry[1]).length === 0),
    ),
  );
}
