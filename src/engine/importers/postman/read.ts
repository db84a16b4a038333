/** Reads collections of Postman (https://schema.postman.com/). */
import type { Json } from '../../../contract/model/units.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { apiAuth, withQuery } from '../api-auth.ts';
import { entryOf, Fields, textOf } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import { httpEntry } from '../request.ts';
import type { Source } from '../source.ts';
import { createTemplates, type Templates } from '../templates.ts';

interface Around {
  readonly context: ReadContext;
  readonly templates: Templates;
  /** The names of the folders. */
  readonly folders: readonly string[];
  /** The authentication of the folder or collection. */
  readonly auth: unknown;
}

export const read: ReadSources = (sources, context) => {
  const environments = sources.filter(({ data }) => isRecord(data) && Array.isArray(data['values']));
  const values = environments.flatMap(({ data }) => (isRecord(data) ? pairsOf(data['values']) : []));
  return sources
    .filter((source) => !environments.includes(source))
    .flatMap((source) => readCollection(source, values, context));
};

function readCollection(source: Source, values: readonly [string, string][], context: ReadContext): FoundEndpoint[] {
  const { data } = source;
  const root = new Fields(source, '', isRecord(data) ? data : {}, context.warn);
  const templates = createTemplates(new Map([...pairsOf(root.value('variable')), ...values]));
  const name = root.fields('info').text('name') || root.text('name');
  root.leaveOut('event', 'import.script');
  const around = { context, templates, folders: name === '' ? [] : [name], auth: root.value('auth') };
  return root.entries('item').flatMap((item) => readItem(item, around));
}

/** `[{ key, value }]`, without those that are off. */
function pairsOf(list: unknown): [string, string][] {
  const entries = Array.isArray(list)
    ? list
    : isRecord(list)
      ? Object.entries(list).map(([key, value]) => ({ key, value }))
      : [];
  return entries.flatMap((one: unknown): [string, string][] =>
    isRecord(one) && one['disabled'] !== true && one['enabled'] !== false
      ? [[textOf(one['key'] ?? one['id']), textOf(one['value'])]]
      : [],
  );
}

function readItem(item: Fields, around: Around): FoundEndpoint[] {
  const name = item.text('name');
  const auth = item.has('auth') ? item.value('auth') : around.auth;
  if (Array.isArray(item.record['item'])) {
    item.leaveOut('event', 'import.script');
    return item
      .entries('item')
      .flatMap((one) => readItem(one, { ...around, folders: [...around.folders, name], auth }));
  }
  const { request: given } = item.record;
  const request =
    typeof given === 'string'
      ? new Fields(item.source, item.pathOf('request'), { url: given }, around.context.warn)
      : item.fields('request');
  if (!isRecord(given) && typeof given !== 'string') {
    item.warn('', 'import.notEndpoint');
    return [];
  }
  item.leaveOut('event', 'import.script');
  const entry = readRequest(request, request.has('auth') ? request.value('auth') : auth, around);
  for (const missing of around.templates.missing())
    request.warn('', 'import.noValue', { name: `the variable ${missing}` });
  if (entry === null) return [];
  const behavior = item.fields('protocolProfileBehavior');
  const id = item.text('_postman_id') || item.text('id') || [...around.folders, name].join('/');
  const note = textOf(
    isRecord(request.record['description']) ? request.record['description']['content'] : request.record['description'],
  );
  return [
    {
      sourceId: `postman:${id}`,
      source: item.source.name,
      path: item.path,
      entry: {
        ...entry,
        ...(behavior.flag('followRedirects', true) ? {} : { followRedirects: false }),
        ...(behavior.flag('strictSSL', true) ? {} : { verifyTls: false }),
        ...entryOf({ name, group: around.folders.join(' / '), note }),
        kind: entry.kind,
      },
    },
  ];
}

function readRequest(request: Fields, auth: unknown, { templates }: Around) {
  const { type, get } = authOf(auth, templates);
  const { more, headers, query, isKnown } = apiAuth(type, get);
  if (!isKnown) request.warn('auth', 'import.noCounterpart');
  const header = request.value('header');
  const own = typeof header === 'string' ? linesOf(header) : pairsOf(header);
  return httpEntry(
    {
      method: request.text('method') || 'GET',
      url: withQuery(templates.fill(urlOf(request.value('url'))), query),
      headers: [...own.map(([name, value]) => [templates.fill(name), templates.fill(value)] as const), ...headers],
      ...bodyOf(request.fields('body'), templates),
      more,
    },
    request,
  );
}

/** Version 2.0 has a map of parameters, and 2.1 a list. */
function authOf(auth: unknown, templates: Templates) {
  const type = isRecord(auth) ? textOf(auth['type']) : '';
  const params = new Map(isRecord(auth) ? pairsOf(auth[type]) : []);
  const get = (...names: readonly string[]) =>
    templates.fill(names.map((name) => params.get(name)).find(Boolean) ?? '');
  return { type, get };
}

function linesOf(text: string): [string, string][] {
  return text.split(/\r?\n/u).flatMap((line): [string, string][] => {
    const at = line.indexOf(':');
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
}

/** The URL is a text, or an object with its parts. */
function urlOf(url: unknown): string {
  if (!isRecord(url)) return textOf(url);
  const parts = (value: unknown, separator: string) =>
    Array.isArray(value)
      ? value.map((part: unknown) => (isRecord(part) ? textOf(part['value']) : textOf(part))).join(separator)
      : textOf(value);
  const raw = textOf(url['raw']);
  const query = pairsOf(url['query'])
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const port = textOf(url['port']);
  const path = parts(url['path'], '/').replace(/^\//u, '');
  const protocol = textOf(url['protocol']) || 'http';
  const built = `${protocol}://${parts(url['host'], '.')}${port === '' ? '' : `:${port}`}/${path}${query === '' ? '' : `?${query}`}`;
  const text = raw === '' ? built : raw;
  const values = new Map(pairsOf(url['variable']));
  // `:name` in a path is a parameter.
  const filled = text.replaceAll(/\/:([A-Za-z_]\w*)/gu, (part, name: string) =>
    values.has(name) ? `/${values.get(name) ?? ''}` : part,
  );
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|\{\{)/iu.test(filled) ? filled : `http://${filled}`;
}

function bodyOf(body: Fields, templates: Templates): Record<string, Json | [string, string][]> & object {
  if (body.flag('disabled')) return {};
  const filled = (list: unknown) =>
    pairsOf(list).map(([name, value]): [string, string] => [templates.fill(name), templates.fill(value)]);
  switch (body.text('mode')) {
    case 'raw': {
      const language = body.fields('options').fields('raw').text('language');
      const bodyType = language === 'json' || language === 'xml' ? { bodyType: language } : {};
      return { body: templates.fill(body.text('raw')), ...bodyType };
    }
    case 'urlencoded':
      return { form: filled(body.value('urlencoded')) };
    case 'formdata':
      for (const part of body.entries('formdata')) {
        if (part.text('type') === 'file') part.warn('src', 'import.file', { file: textOf(part.value('src')) });
      }
      return { form: filled(body.value('formdata')), bodyType: 'multipart' };
    case 'graphql':
      return { body: templates.fill(body.fields('graphql').text('query')), bodyType: 'graphql' };
    case 'file':
      body.warn('file', 'import.file', { file: textOf(body.fields('file').value('src')) });
      return {};
    default:
      return {};
  }
}
