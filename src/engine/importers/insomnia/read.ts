/** Reads exports of Insomnia. */
import { isRecord } from '../../../shared/is-record.ts';
import { apiAuth, withQuery } from '../api-auth.ts';
import { entryOf, Fields, textOf } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import { httpEntry } from '../request.ts';
import type { Source } from '../source.ts';
import { createTemplates, type Templates } from '../templates.ts';
import { plainUrl } from '../web.ts';

export const read: ReadSources = (sources, context) => sources.flatMap((source) => readExport(source, context));

interface Found {
  readonly fields: Fields;
  readonly id: string;
  readonly folders: readonly string[];
  /** The authentication of a folder; absent: none. */
  readonly auth?: unknown;
}

function readExport(source: Source, context: ReadContext): FoundEndpoint[] {
  const root = new Fields(source, '', isRecord(source.data) ? source.data : {}, context.warn);
  const { requests, environment } = Array.isArray(root.record['resources']) ? version4(root) : version5(root);
  const templates = createTemplates(flatten(environment));
  return requests.flatMap((request) => readRequest(request, templates));
}

interface Collected {
  readonly requests: readonly Found[];
  readonly environment: Readonly<Record<string, unknown>>;
}

/** A flat list, in which each resource names its parent. */
function version4(root: Fields): Collected {
  const resources = root.entries('resources');
  const byId = new Map(resources.map((one) => [one.text('_id'), one]));
  const foldersOf = (one: Fields): string[] => {
    const names: string[] = [];
    let parent = byId.get(one.text('parentId'));
    for (let depth = 0; parent !== undefined && depth < 20; depth++, parent = byId.get(parent.text('parentId'))) {
      names.unshift(parent.text('name'));
    }
    return names;
  };
  const requests = resources
    .filter((one) => one.text('_type').endsWith('request'))
    .map((fields) => ({ fields, id: fields.text('_id'), folders: foldersOf(fields) }));
  const environments = resources.filter((one) => one.text('_type') === 'environment');
  const data = environments.map((one) => one.value('data')).filter(isRecord);
  return { requests, environment: Object.assign({}, ...data) as Record<string, unknown> };
}

/** A tree. */
function version5(root: Fields): Collected {
  const requests: Found[] = [];
  const visit = (fields: Fields, folders: readonly string[], auth: unknown): void => {
    const own = fields.has('authentication') ? fields.value('authentication') : auth;
    if (Array.isArray(fields.record['children'])) {
      for (const child of fields.entries('children')) visit(child, [...folders, fields.text('name')], own);
    } else {
      requests.push({ fields, id: fields.fields('meta').text('id'), folders, auth: own });
    }
  };
  const name = root.text('name');
  for (const one of root.entries('collection')) visit(one, name === '' ? [] : [name], undefined);
  const environments = root.fields('environments');
  const data = environments.value('data');
  return { requests, environment: isRecord(data) ? data : {} };
}

/** `{ a: { b: 1 } }` has the variable `a.b`. */
function flatten(environment: Readonly<Record<string, unknown>>): Map<string, string> {
  const values = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (isRecord(value)) {
      for (const [key, one] of Object.entries(value)) visit(one, path === '' ? key : `${path}.${key}`);
    } else if (path !== '') values.set(path, Array.isArray(value) ? value.map(textOf).join(',') : textOf(value));
  };
  visit(environment, '');
  return values;
}

function readRequest({ fields, id, folders, auth }: Found, templates: Templates): FoundEndpoint[] {
  const name = fields.text('name');
  const given = fields.text('url');
  const type = fields.text('_type') || (/^wss?:/iu.test(given) ? 'websocket_request' : 'request');
  const common = entryOf({ name, group: folders.join(' / '), note: fields.text('description') });
  const found = (entry: FoundEndpoint['entry']): FoundEndpoint[] => [
    {
      sourceId: `insomnia:${id || [...folders, name].join('/')}`,
      source: fields.source.name,
      path: fields.path,
      entry,
    },
  ];
  if (type === 'websocket_request')
    return found({ kind: 'websocket', url: plainUrl(templates.fill(given)).url, ...common });
  if (type !== 'request' || fields.has('protoFileId')) {
    fields.warn('', 'import.noKind', { type: type.replace('_request', '') });
    return [];
  }
  for (const script of ['preRequestScript', 'afterResponseScript', 'scripts']) fields.leaveOut(script, 'import.script');
  const own = new Fields(
    fields.source,
    fields.pathOf('authentication'),
    isRecord(fields.record['authentication']) && fields.has('authentication')
      ? fields.record['authentication']
      : isRecord(auth)
        ? auth
        : {},
    () => undefined,
  );
  const isOff = own.flag('disabled');
  const get = (...names: readonly string[]) => templates.fill(names.map((one) => own.text(one)).find(Boolean) ?? '');
  const { more, headers, query, isKnown } = apiAuth(isOff ? '' : own.text('type'), get);
  if (!isKnown) fields.warn('authentication', 'import.noCounterpart');
  const entry = httpEntry(
    {
      method: fields.text('method') || 'GET',
      url: withQuery(templates.fill(given), [...pairsOf(fields.entries('parameters'), templates), ...query]),
      headers: [...pairsOf(fields.entries('headers'), templates), ...headers],
      ...bodyOf(fields.fields('body'), templates),
      more,
    },
    fields,
  );
  for (const missing of templates.missing()) fields.warn('', 'import.noValue', { name: `the variable ${missing}` });
  if (entry === null) return [];
  const follows = textOf(fields.record['settingFollowRedirects'] ?? fields.fields('settings').value('followRedirects'));
  return found({ ...entry, ...(follows === 'off' ? { followRedirects: false } : {}), ...common, kind: 'http' });
}

function pairsOf(list: readonly Fields[], templates: Templates): [string, string][] {
  return list
    .filter((one) => !one.flag('disabled') && one.text('name') !== '')
    .map((one) => [templates.fill(one.text('name')), templates.fill(one.text('value'))]);
}

function bodyOf(body: Fields, templates: Templates): { body?: string; bodyType?: string; form?: [string, string][] } {
  const mime = body.text('mimeType');
  const params = body.entries('params');
  for (const param of params) {
    if (param.text('type') === 'file') param.warn('fileName', 'import.file', { file: param.text('fileName') });
  }
  const form = pairsOf(
    params.filter((param) => param.text('type') !== 'file'),
    templates,
  );
  if (form.length > 0) return { form, ...(mime.startsWith('multipart/') ? { bodyType: 'multipart' } : {}) };
  if (body.has('fileName')) body.warn('fileName', 'import.file', { file: body.text('fileName') });
  const text = templates.fill(body.text('text'));
  if (mime === 'application/graphql') return { body: text, bodyType: 'graphql' };
  return { body: text, ...(mime === 'application/json' ? { bodyType: 'json' } : {}) };
}
