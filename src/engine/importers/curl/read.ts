/** Reads curl command lines. */
import type { Json } from '../../../contract/model/units.ts';
import { issueOf } from '../../base/issues.ts';
import { entryOf } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import { httpEntry, proxyFields } from '../request.ts';
import type { Source } from '../source.ts';
import { isSilent, optionsOf } from './options.ts';
import { commandsIn, type Command } from './words.ts';

export const read: ReadSources = (sources, context) =>
  sources.flatMap((source) => {
    const commands = commandsIn(source.text)
      .map((command) => (command.words[0] === '$' ? { ...command, words: command.words.slice(1) } : command))
      .filter(({ words }) => /^(?:.*\/)?curl(?:\.exe)?$/u.test(words[0] ?? ''));
    if (commands.length === 0) throw source.error(issueOf('file.empty', '', {}));
    return commands.flatMap((command) => readCommand(source, command, context));
  });

interface Draft {
  method: string;
  isHead: boolean;
  isGet: boolean;
  readonly urls: string[];
  readonly headers: [string, string][];
  readonly data: string[];
  readonly form: [string, string][];
  isJson: boolean;
  readonly more: Record<string, Json>;
}

function readCommand(source: Source, { line, words }: Command, { warn }: ReadContext): FoundEndpoint[] {
  const path = `line ${line}`;
  // curl does not follow redirects by itself.
  const draft: Draft = {
    method: '',
    isHead: false,
    isGet: false,
    urls: [],
    headers: [],
    data: [],
    form: [],
    isJson: false,
    more: { followRedirects: false },
  };
  for (const { name, value } of optionsOf(words.slice(1))) {
    const file = fileIn(name, value);
    if (file !== null) warn(source.name, path, 'import.file', { file });
    else if (!apply(draft, name, value) && !isSilent(name)) {
      warn(source.name, path, 'import.option', { name: name.length === 1 ? `-${name}` : `--${name}` });
    }
  }
  if (draft.urls.length === 0) warn(source.name, path, 'import.notEndpoint');
  return draft.urls.flatMap((given): FoundEndpoint[] => {
    const body = draft.data.join('&');
    const url = withScheme(draft.isGet && body !== '' ? `${given}${given.includes('?') ? '&' : '?'}${body}` : given);
    const hasBody = !draft.isGet && (body !== '' || draft.form.length > 0);
    const method = draft.method || (draft.isHead ? 'HEAD' : hasBody ? 'POST' : 'GET');
    const isTyped = draft.headers.some(([name]) => name.toLowerCase() === 'content-type');
    const form: [string, string][] =
      hasBody && body !== '' && !isTyped && !draft.isJson
        ? [['Content-Type', 'application/x-www-form-urlencoded']]
        : [];
    const entry = httpEntry(
      {
        method,
        url,
        headers: [...form, ...draft.headers],
        ...(hasBody ? { body, form: draft.form } : {}),
        ...(draft.form.length > 0 ? { bodyType: 'multipart' } : draft.isJson ? { bodyType: 'json' } : {}),
        more: draft.more,
      },
      {
        // People know what a command does when they import it.
        warn: (_, code, params) =>
          code === 'import.requestNotSafe' ? undefined : warn(source.name, path, code, params),
      },
    );
    if (entry === null) return [];
    return [{ sourceId: `curl:${method} ${entry['url'] as string}`, source: source.name, path, entry }];
  });
}

/** @returns false: checks have no such option */
function apply(draft: Draft, name: string, value: string): boolean {
  return applyRequest(draft, name, value) || applyConnection(draft, name, value);
}

function applyRequest(draft: Draft, name: string, value: string): boolean {
  switch (name) {
    case 'url':
      draft.urls.push(value);
      return true;
    case 'request':
      draft.method = value.toUpperCase();
      return true;
    case 'head':
      draft.isHead = true;
      return true;
    case 'get':
      draft.isGet = true;
      return true;
    case 'header': {
      const at = value.indexOf(':');
      if (at > 0) draft.headers.push([value.slice(0, at).trim(), value.slice(at + 1).trim()]);
      return true;
    }
    case 'user-agent':
      draft.more['userAgent'] = value;
      return true;
    case 'referer':
      draft.headers.push(['Referer', value]);
      return true;
    case 'cookie':
      draft.headers.push(['Cookie', value]);
      return true;
    case 'json':
      draft.isJson = true;
      draft.headers.push(['Accept', 'application/json']);
      draft.data.push(value);
      return true;
    case 'data':
    case 'data-raw':
    case 'data-ascii':
    case 'data-binary':
      draft.data.push(value);
      return true;
    case 'data-urlencode':
      draft.data.push(urlencoded(value));
      return true;
    case 'form':
    case 'form-string': {
      const at = value.indexOf('=');
      draft.form.push([value.slice(0, at), value.slice(at + 1)]);
      return true;
    }
    default:
      return false;
  }
}

function applyConnection({ more }: Draft, name: string, value: string): boolean {
  const fields = fieldsOf(name, value);
  if (fields === null) return false;
  Object.assign(more, fields);
  return true;
}

/** The fields of an option about the connection; null: there is none. */
function fieldsOf(name: string, value: string): Record<string, Json> | null {
  const [before = '', ...after] = value.split(':');
  const seconds = Number(value);
  switch (name) {
    case 'user':
      return { username: before, password: after.join(':') };
    case 'digest':
      return { auth: 'digest' };
    case 'oauth2-bearer':
      return { auth: 'bearer', token: value };
    case 'insecure':
      return { verifyTls: false };
    case 'location':
      return { followRedirects: true };
    case 'max-redirs':
      return { maxRedirects: seconds };
    case 'max-time':
    case 'connect-timeout':
      return { timeout: `${value}s` };
    case 'proxy':
    case 'socks5':
    case 'socks5-hostname':
      return proxyOf(name, value);
    case 'proxy-user':
      return { proxyUsername: before, proxyPassword: after.join(':') };
    case 'noproxy':
      return { noProxy: value.split(',').map((one) => one.trim()) };
    case 'ipv4':
      return { family: '4' };
    case 'ipv6':
      return { family: '6' };
    case 'resolve':
      return entryOf({
        resolveTo: after
          .slice(1)
          .join(':')
          .split(',')[0]
          ?.replace(/^\[(.*)\]$/u, '$1'),
      });
    case 'interface':
      return { sourceAddress: value };
    case 'http1.1':
      return { http2: false };
    case 'http2':
      return {};
    case 'http2-prior-knowledge':
      return { requireHttp2: true };
    case 'tlsv1.3':
      return { tlsMin: '1.3' };
    case 'tls-max':
      return { tlsMax: value };
    default:
      return null;
  }
}

function proxyOf(name: string, value: string): Record<string, Json> {
  const scheme = name === 'proxy' ? 'http' : name === 'socks5' ? 'socks5' : 'socks5h';
  return proxyFields(/^[a-z0-9]+:\/\//iu.test(value) ? value : `${scheme}://${value}`);
}

/** The file that an option reads; null: none. */
function fileIn(name: string, value: string): string | null {
  if (/^(?:cert|key|cacert|capath|config|upload-file|netrc-file|unix-socket)$/u.test(name)) return value;
  const at = /^(?:data|data-binary|data-ascii|json)$/u.test(name) && value.startsWith('@');
  if (at) return value.slice(1);
  return name === 'form' ? (/^[^=]*=[@<](.*?)(?:;.*)?$/u.exec(value)?.[1] ?? null) : null;
}

/** `name=content` and `=content`; only the content is encoded. */
function urlencoded(value: string): string {
  const at = value.indexOf('=');
  const [name, content] = at < 0 ? ['', value] : [value.slice(0, at), value.slice(at + 1)];
  return `${name === '' ? '' : `${name}=`}${encodeURIComponent(content)}`;
}

/** curl adds http:// where there is no scheme. */
function withScheme(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//iu.test(url) ? url : `http://${url}`;
}
