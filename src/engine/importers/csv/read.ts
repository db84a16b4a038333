/** Reads tables of endpoints. */
import { CsvError, parse } from 'csv-parse/sync';
import type { FormField, KindDescriptor } from '../../../contract/descriptor.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Json } from '../../../contract/model/units.ts';
import { writeDuration } from '../../../shared/duration.ts';
import { issueOf } from '../../base/issues.ts';
import { checkKinds, kindDescriptors, parseTarget } from '../../check/registry.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import type { Source } from '../source.ts';
import { expectedValue } from '../web.ts';
import { fieldOfColumn, kindOfType } from './columns.ts';
import { delimiterOf } from './importer.ts';

const MAX_ROWS = 20_000;

export const read: ReadSources = (sources, context) =>
  sources.flatMap((source) => {
    const rows = rowsOf(source);
    const reader = new RowReader(source, context);
    return rows.flatMap((row, index) => reader.read(row, `row ${index + 2}`));
  });

function rowsOf(source: Source): Record<string, string>[] {
  try {
    return parse(source.text, {
      bom: true,
      columns: true,
      delimiter: delimiterOf(source) ?? ',',
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_ROWS,
      trim: true,
    }) as Record<string, string>[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as { readonly lines?: unknown };
    const position = typeof lines === 'number' ? { line: lines, column: 1 } : null;
    // The rest of the message is a part of the text, which may contain secrets.
    const [problem = ''] = error.message.split(/[,:]/u, 1);
    throw source.error(issueOf('csv.invalid', '', { problem }), position);
  }
}

class RowReader {
  readonly #source: Source;
  readonly #context: ReadContext;
  readonly #kinds: ReadonlyMap<string, KindDescriptor> = new Map(kindDescriptors().map((kind) => [kind.kind, kind]));
  readonly #unknown = new Set<string>();

  constructor(source: Source, context: ReadContext) {
    this.#source = source;
    this.#context = context;
  }

  read(row: Readonly<Record<string, string>>, path: string): FoundEndpoint[] {
    const values = new Map<string, string>();
    for (const [column, value] of Object.entries(row)) {
      if (value !== '') values.set(fieldOfColumn(column), value);
    }
    const target = values.get('target') ?? '';
    const found = this.#targetOf(values, target, path);
    if (found === null) return [];
    const kind = this.#kinds.get(found.kind);
    const isActive = !/^(?:false|0|no|off|paused)$/iu.test(values.get('enabled') ?? '');
    const isPaused = /^(?:true|1|yes|on)$/iu.test(values.get('paused') ?? '');
    const entry: Record<string, Json | undefined> = { ...found };
    for (const [name, value] of values) {
      const field = kind?.fields.find((one) => one.name === name);
      if (field !== undefined) entry[name] = valueOf(field, value);
      else this.#warnOfColumn(name, row);
    }
    const conditions = expectedValue({
      path: values.get('jsonPath') ?? '',
      expected: values.get('expectedValue') ?? '',
      matchMethod: values.get('matchMethod') ?? '',
    });
    if (conditions.length > 0) entry['conditions'] = conditions;
    const name = values.get('name') ?? '';
    const key = values.get('sourceId') ?? `csv:${name === '' ? `${found.kind} ${target}` : name}`;
    return [
      { sourceId: key, source: this.#source.name, path, entry: entry as EndpointInput, paused: isPaused || !isActive },
    ];
  }

  /** The kind and what it needs; null: it is not an endpoint. */
  #targetOf(values: Map<string, string>, target: string, path: string): EndpointInput | null {
    const type = values.get('kind') ?? '';
    const kind = type === '' ? undefined : kindOfType(type, this.#kinds);
    values.delete('kind');
    if (type !== '' && kind === undefined) {
      this.#context.warn(this.#source.name, `${path} type`, 'import.noKind', { type });
      return null;
    }
    if (kind === undefined || (target !== '' && kind === 'http')) return this.#parsed(values, target, path);
    values.delete('target');
    if (target === '') return { kind };
    return { kind, ...placeOf(kind, target) };
  }

  /** Reads a target as the paste box does. */
  #parsed(values: Map<string, string>, target: string, path: string): EndpointInput | null {
    const host = values.get('host') ?? '';
    const port = values.get('port');
    const word = target !== '' ? target : host !== '' && port !== undefined ? `${host}:${port}` : host;
    const [parsed] = parseTarget(word);
    if (parsed === undefined || !('endpoint' in parsed)) {
      const problem = parsed?.problem ?? issueOf('required', 'url', {});
      this.#context.warn(this.#source.name, path, 'import.line', { problem });
      return null;
    }
    for (const name of ['target', 'host']) values.delete(name);
    if (parsed.endpoint.kind === 'http') values.delete('port');
    return parsed.endpoint;
  }

  #warnOfColumn(name: string, row: Readonly<Record<string, string>>): void {
    if (HANDLED.has(name)) return;
    const column = Object.keys(row).find((one) => fieldOfColumn(one) === name) ?? name;
    if (this.#unknown.has(column)) return;
    this.#unknown.add(column);
    this.#context.warn(this.#source.name, column, 'import.column', { name: column });
  }
}

/** Columns that are not fields. */
const HANDLED: ReadonlySet<string> = new Set(['enabled', 'paused', 'expectedValue', 'jsonPath', 'matchMethod']);

/** Where the target of a kind is. */
function placeOf(kind: string, target: string): Record<string, Json> {
  const required = checkKinds.find((one) => one.kind === kind)?.form.find((field) => field.required === true)?.name;
  const [, host = target, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/u.exec(target) ?? [];
  if (required !== 'host') return required === undefined ? {} : { [required]: target };
  return { host: host.replace(/^\[(.*)\]$/u, '$1'), ...(port === undefined ? {} : { port: Number(port) }) };
}

function valueOf(field: FormField, text: string): Json {
  switch (field.type) {
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'toggle':
      return /^(?:true|1|yes|on)$/iu.test(text) ? true : /^(?:false|0|no|off)$/iu.test(text) ? false : text;
    case 'duration':
      return durationOf(text);
    case 'list':
      return jsonOr(text, () =>
        text
          .split(/[;,|]/u)
          .map((one) => one.trim())
          .filter(Boolean),
      );
    case 'pairs':
      return jsonOr(text, () => text);
    case 'text':
    case 'multiline':
    case 'select':
    case 'steps':
      return text;
  }
}

/** A number has no unit: sheets have seconds, and exports of programs milliseconds. */
function durationOf(text: string): Json {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  return writeDuration(number >= 1000 ? number : number * 1000);
}

function jsonOr(text: string, otherwise: () => Json): Json {
  if (!/^[[{]/u.test(text)) return otherwise();
  try {
    return JSON.parse(text) as Json;
  } catch {
    return otherwise();
  }
}
