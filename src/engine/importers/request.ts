/** Makes an HTTP endpoint from a request that another tool sends. */
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { ImportWarningCode } from '../../contract/model/import-warning.ts';
import type { Json } from '../../contract/model/units.ts';
import type { Params } from '../../contract/model/text.ts';
import { entryOf } from './fields.ts';
import { isKnownMethod, plainUrl } from './web.ts';

export interface FoundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Empty: none. */
  readonly body?: string;
  /** Fields of a form. */
  readonly form?: readonly (readonly [name: string, value: string])[];
  readonly bodyType?: string;
  /** Further fields, such as credentials. */
  readonly more?: Readonly<Record<string, Json | undefined>>;
}

/** Headers that Lookout sends itself, or that belong to one connection. */
const OWN_HEADERS =
  /^(?::.*|host|content-length|connection|accept-encoding|transfer-encoding|keep-alive|te|upgrade)$/iu;
/** Methods that may change something each time (RFC 9110, section 9.2.1). */
const UNSAFE = /^(?:POST|PUT|PATCH|DELETE)$/u;

/** Receives warnings, which name the field `method` of the request. */
interface WarnsOfFields {
  warn(field: string, code: ImportWarningCode, params?: Params): void;
}

/** @returns null: Lookout does not send such requests */
export function httpEntry(request: FoundRequest, fields: WarnsOfFields): (EndpointInput & { kind: 'http' }) | null {
  const method = knownMethod(request.method, fields);
  if (method === null) return null;
  if (UNSAFE.test(method)) fields.warn('method', 'import.requestNotSafe', { name: method });
  const { url, username, password } = plainUrl(request.url);
  const headers = Object.fromEntries(request.headers.filter(([name]) => name !== '' && !OWN_HEADERS.test(name)));
  return {
    kind: 'http',
    url,
    ...entryOf({
      method: method === 'GET' ? '' : method,
      username,
      password,
      ...bodyOf(request, headers),
      ...request.more,
    }),
  };
}

/** The method in upper case, by default GET. @returns null, after a warning: Lookout does not send it */
export function knownMethod(given: string, fields: WarnsOfFields): string | null {
  const method = given.toUpperCase() || 'GET';
  if (isKnownMethod(method)) return method;
  fields.warn('method', 'import.method', { name: method });
  return null;
}

/** The fields of a proxy that a URL names. */
export function proxyFields(text: string): Record<string, Json> {
  const { url, username, password } = plainUrl(text);
  return entryOf({ proxy: url, proxyUsername: username, proxyPassword: password });
}

/** @param max how many redirects are followed; null: the file does not say */
export function redirectFields(max: number | null): Record<string, Json> {
  if (max === null) return {};
  return max === 0 ? { followRedirects: false } : { maxRedirects: max };
}

function bodyOf(request: FoundRequest, headers: Record<string, string>): Record<string, Json | undefined> {
  const { body = '', form = [], bodyType } = request;
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  if (form.length > 0) {
    const names = new Set(form.map(([name]) => name));
    if (names.size === form.length) {
      // Lookout sets the type, with the boundary of a multipart body.
      const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== type?.[0]));
      return { headers: rest, bodyType: bodyType ?? 'form', form: Object.fromEntries(form) };
    }
    const text = new URLSearchParams(form.map(([name, value]) => [name, value])).toString();
    return { headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }, body: text };
  }
  if (body === '') return { headers };
  const isJson = bodyType === 'json' || /^application\/(?:[\w.-]+\+)?json/iu.test(type?.[1] ?? '');
  return { headers, body, bodyType: isJson ? 'json' : bodyType };
}
