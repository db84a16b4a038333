/** Reads OpenAPI (https://spec.openapis.org/oas/v3.1.0) and Swagger 2. */
import { isRecord } from '../../../shared/is-record.ts';
import { withQuery } from '../api-auth.ts';
import { entryOf, Fields, textOf } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import type { Source } from '../source.ts';
import { variable } from '../variables.ts';

type Parameter = Readonly<Record<string, unknown>>;

export const read: ReadSources = (sources, context) => sources.flatMap((source) => readDocument(source, context));

function readDocument(source: Source, { warn }: ReadContext): FoundEndpoint[] {
  const document = isRecord(source.data) ? source.data : {};
  const root = new Fields(source, '', document, warn);
  const given = serverOf(root, document);
  const isAbsolute = /^https?:\/\//iu.test(given);
  if (!isAbsolute)
    root.warn(document['swagger'] === undefined ? 'servers' : 'host', 'import.noValue', {
      name: 'the address of the server',
    });
  // lookout.yaml can have the address in a variable.
  const server = isAbsolute ? given : variable('API_SERVER') + given;
  const title = root.fields('info').text('title');
  const hasSecurity = root.has('security');
  const paths = root.fields('paths');
  return Object.keys(paths.record).flatMap((path): FoundEndpoint[] => {
    const item = resolved(paths.record[path], document);
    if (!isRecord(item) || !isRecord(item['get'])) return [];
    const operation = new Fields(source, `paths.${path}.get`, item['get'], warn);
    const parameters = parametersOf([item['parameters'], operation.value('parameters')], document);
    const own = servers(item['get']['servers'] ?? item['servers']);
    const request = requestOf(path, parameters, operation);
    if (request === null) return [];
    const base = (own ?? server).replace(/\/$/u, '');
    const security = operation.value('security');
    const isSecured = Array.isArray(security) ? security.length > 0 : hasSecurity;
    if (isSecured) operation.warn('security', 'import.noSecret');
    const url = withQuery(`${base}${request.path}`, request.query);
    const entry = {
      kind: 'http',
      name: operation.text('summary') || operation.text('operationId') || `GET ${path}`,
      url,
      ...entryOf({
        group: title,
        tags: operation.texts('tags'),
        headers: Object.fromEntries(request.headers),
        acceptedStatus: statusOf(operation.fields('responses')),
      }),
    };
    return [{ sourceId: `openapi:GET ${base}${path}`, source: source.name, path: operation.path, entry }];
  });
}

function serverOf(root: Fields, document: Readonly<Record<string, unknown>>): string {
  if (document['swagger'] === undefined) return servers(root.value('servers')) ?? '';
  const schemes = root.texts('schemes');
  const scheme = schemes.includes('https') ? 'https' : (schemes[0] ?? 'https');
  const host = root.text('host');
  const basePath = root.text('basePath').replace(/\/$/u, '');
  return host === '' ? basePath : `${scheme}://${host}${basePath}`;
}

/** The address of the first server, with the defaults of its variables. */
function servers(list: unknown): string | null {
  const [first] = Array.isArray(list) ? list : [];
  if (!isRecord(first)) return null;
  const { variables } = first;
  return textOf(first['url']).replaceAll(/\{([^}]+)\}/gu, (part, name: string) => {
    const variable = isRecord(variables) ? variables[name] : undefined;
    return isRecord(variable) ? textOf(variable['default']) : part;
  });
}

/** Resolves a reference within the document. */
function resolved(value: unknown, document: Readonly<Record<string, unknown>>, depth = 0): unknown {
  if (!isRecord(value) || typeof value['$ref'] !== 'string' || depth > 10) return value;
  if (!value['$ref'].startsWith('#/')) return undefined;
  let found: unknown = document;
  for (const step of value['$ref'].slice(2).split('/')) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return resolved(found, document, depth + 1);
}

/** Those of the operation replace those of the path. */
function parametersOf(lists: readonly unknown[], document: Readonly<Record<string, unknown>>): readonly Parameter[] {
  const byName = new Map<string, Parameter>();
  for (const list of lists) {
    for (const one of Array.isArray(list) ? list : []) {
      const parameter = resolved(one, document);
      if (!isRecord(parameter)) continue;
      const schema = resolved(parameter['schema'], document);
      const full = isRecord(schema) ? { ...parameter, schema } : parameter;
      byName.set(`${textOf(parameter['in'])} ${textOf(parameter['name'])}`, full);
    }
  }
  return [...byName.values()];
}

interface Request {
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
}

/** @returns null: a required parameter has no value */
function requestOf(path: string, parameters: readonly Parameter[], operation: Fields): Request | null {
  let filled = path;
  const query: [string, string][] = [];
  const headers: [string, string][] = [];
  for (const parameter of parameters) {
    const name = textOf(parameter['name']);
    const where = textOf(parameter['in']);
    if (where !== 'path' && parameter['required'] !== true) continue;
    const value = valueOf(parameter);
    if (value === undefined) {
      operation.warn('parameters', 'import.parameter', { name });
      return null;
    }
    if (where === 'path') filled = filled.replaceAll(`{${name}}`, () => encodeURIComponent(value));
    if (where === 'query') query.push([name, value]);
    if (where === 'header') headers.push([name, value]);
  }
  if (filled.includes('{')) {
    operation.warn('parameters', 'import.parameter', { name: /\{([^}]*)/u.exec(filled)?.[1] ?? '' });
    return null;
  }
  return { path: filled, query, headers };
}

function valueOf(parameter: Parameter): string | undefined {
  const schema = isRecord(parameter['schema']) ? parameter['schema'] : parameter;
  const examples = isRecord(parameter['examples']) ? Object.values(parameter['examples']) : [];
  const [first] = examples;
  const candidates = [
    parameter['example'],
    isRecord(first) ? first['value'] : first,
    parameter['x-example'],
    schema['example'],
    Array.isArray(schema['examples']) ? (schema['examples'] as readonly unknown[])[0] : undefined,
    schema['default'],
    Array.isArray(schema['enum']) ? (schema['enum'] as readonly unknown[])[0] : undefined,
  ];
  const found = candidates.find((value) => value !== undefined && value !== null);
  return found === undefined ? undefined : textOf(found);
}

/** The documented status codes, if none of them is a success. */
function statusOf(responses: Fields): string {
  const codes = Object.keys(responses.record).filter((code) => /^[1-5]\d\d$/u.test(code));
  const hasSuccess = codes.some((code) => code.startsWith('2')) || codes.length === 0 || '2XX' in responses.record;
  return hasSuccess ? '' : codes.filter((code) => code.startsWith('3')).join(', ');
}
