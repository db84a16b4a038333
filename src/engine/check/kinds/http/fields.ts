/** The fields of an HTTP endpoint: their schemas. */
import { z } from 'zod';
import { durationSchema, textSchema, toggleSchema, wholeNumberSchema } from '../../common.ts';
import { accepts, acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { BODY_TYPES } from '../../http/request-body.ts';
import { connectionSchemas, refineConnection } from '../../http/connection-fields.ts';
import { acceptedStatusSchema } from '../../fields/accepted-status.ts';
import { lazily } from '../../fields/lazily.ts';
import { basicAuthorization } from '../../fields/credentials.ts';

/** Without CONNECT, which is for proxies, and TRACE, which nearly every server refuses. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** A field name (RFC 9110, 5.1). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;
/** A field value (RFC 9110, 5.5) that Node can send: no control characters except tab, nothing beyond Latin-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/u;
/** The characters that RFC 7617, 2 allows in user names and passwords: no control characters. */
const CREDENTIAL = /^\P{Cc}*$/u;
/** Headers that an endpoint cannot have, and why: a `reason` of `http.headerRefused`. */
const REFUSED_HEADERS: ReadonlyMap<string, string> = new Map([
  // How the message is framed (RFC 9112, 6).
  ['content-length', 'own'],
  ['transfer-encoding', 'own'],
  // It announces trailers (RFC 9110, 6.6.2). Node refuses to send it without them.
  ['trailer', 'trailers'],
]);
/** A host with an optional port (RFC 9110, 7.2). HTTP/2 peers reset the stream for anything else. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[\w\-.~!$&'()*+;=%]+)(?::\d{1,5})?$/iu;
/** In bytes: 1 MB. */
export const DEFAULT_MAX_BYTES = 1_000_000;
/** In bytes: 10 MB. A body that is searched for a keyword is held in memory and searched on the event loop. */
export const MAX_MAX_BYTES = 10_000_000;

/** An http or https URL with a port. Only the path, the query and the fragment can contain a slash, `?` or `#` unencoded. */
const PORT_IN_URL = /^https?:\/\/[^/?#]*:(?<port>\d+)(?:[/?#]|$)/iu;

/** Whether a URL that is correct otherwise has a port that cannot exist: 0, or above 65535. */
function hasImpossiblePort(url: string): boolean {
  const port = PORT_IN_URL.exec(url)?.groups?.['port'];
  return port !== undefined && (Number(port) < 1 || Number(port) > 65_535);
}

/** The value is not shown: it contains the password. */
const CREDENTIALS_IN_URL = ownIssue('http.urlCredentials', {}, { secret: true });

const urlSchema = () =>
  acceptsOwn(
    'http.url',
    z
      .string()
      .max(8_000)
      .transform((text, context) => {
        const trimmed = text.trim();
        const parsed = URL.canParse(trimmed) ? new URL(trimmed) : null;
        const isHttp = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
        if (hasImpossiblePort(trimmed)) context.addIssue(ownIssue('http.urlPort'));
        else if (parsed === null || !isHttp) context.addIssue({ code: 'custom' });
        // They would be shown, logged and exported with the URL.
        else if (parsed.username !== '' || parsed.password !== '') context.addIssue(CREDENTIALS_IN_URL);
        else {
          // A fragment is never sent (RFC 9110, 4.2.5) and would make one target look like two.
          parsed.hash = '';
          return parsed.href;
        }
        return z.NEVER;
      }),
  );

const headersSchema = () =>
  acceptsOwn(
    'http.headers',
    z
      .record(
        z.string().superRefine((name, context) => {
          const refusal = REFUSED_HEADERS.get(name.toLowerCase());
          if (!TOKEN.test(name)) {
            context.addIssue(ownIssue('http.headerName'));
          } else if (refusal !== undefined) {
            context.addIssue(ownIssue('http.headerRefused', { reason: refusal }));
          }
        }),
        accepts(
          'text',
          { max: 8_000 },
          z
            .string()
            .max(8_000)
            // Header values contain passwords and tokens.
            .refine((value) => VALUE.test(value), ownIssue('http.headerValue', {}, { secret: true })),
        ),
      )
      .superRefine((given, context) => {
        for (const [name, value] of Object.entries(given)) {
          if (name.toLowerCase() !== 'host' || HOST.test(value)) continue;
          context.addIssue({ ...ownIssue('http.hostHeader'), path: [name] });
        }
      }),
  );

/** A secret that is sent in a header. */
const secretText = (max: number) =>
  accepts(
    'text',
    { max },
    z
      .string()
      .max(max)
      .refine((text) => VALUE.test(text)),
  );

export const AUTH_METHODS = ['basic', 'digest', 'bearer', 'oauth2'] as const;

const MAX_FORM = 100;
const MAX_SHOWN = 50;

/** Valid JSON, or empty. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return text.trim() === '';
  }
}

const fields = lazily(() =>
  z.object({
    url: urlSchema(),
    method: accepts('oneOf', { options: METHODS }, z.enum(METHODS)).default('GET'),
    username: acceptsOwn(
      'http.username',
      z
        .string()
        .max(500)
        // RFC 7617, 2: the first colon ends the user name.
        .refine((name) => CREDENTIAL.test(name) && !name.includes(':')),
      { max: 500 },
    ).default(''),
    password: acceptsOwn(
      'http.password',
      z
        .string()
        .max(2_000)
        .refine((password) => CREDENTIAL.test(password)),
      { max: 2_000 },
    ).default(''),
    auth: accepts('oneOf', { options: AUTH_METHODS }, z.enum(AUTH_METHODS)).default('basic'),
    token: secretText(16_000).default(''),
    tokenUrl: acceptsOwn('http.url', z.union([z.literal(''), urlSchema()])).default(''),
    clientId: accepts('text', { max: 500 }, z.string().max(500)).default(''),
    clientSecret: textSchema(2_000).default(''),
    scope: textSchema(2_000).default(''),
    audience: textSchema(2_000).default(''),
    headers: headersSchema().default({}),
    secretHeaders: acceptsOwn(
      'http.secretHeaders',
      z.array(acceptsOwn('http.secretHeader', z.string().max(200).regex(TOKEN))).max(100),
      { max: 100 },
    ).default([]),
    bodyType: accepts('oneOf', { options: BODY_TYPES }, z.enum(BODY_TYPES)).default('text'),
    body: textSchema(1_000_000).default(''),
    variables: textSchema(100_000).default(''),
    form: acceptsOwn(
      'http.form',
      z
        .record(z.string().max(500), accepts('text', { max: 100_000 }, z.string().max(100_000)))
        .refine((pairs) => Object.keys(pairs).length <= MAX_FORM),
      { max: MAX_FORM },
    ).default({}),
    acceptedStatus: acceptedStatusSchema('http.acceptedStatus'),
    keyword: textSchema(1_000).default(''),
    keywordAbsent: textSchema(1_000).default(''),
    showHeaders: acceptsOwn(
      'http.secretHeaders',
      z.array(acceptsOwn('http.secretHeader', z.string().max(200).regex(TOKEN))).max(MAX_SHOWN),
      { max: MAX_SHOWN },
    ).default([]),
    apdexTarget: durationSchema([1, 600_000]).nullable().default(null),
    followRedirects: toggleSchema().default(true),
    maxRedirects: wholeNumberSchema(0, 50).default(10),
    ...connectionSchemas(),
    keepAlive: toggleSchema().default(false),
    maxBytes: wholeNumberSchema(1, MAX_MAX_BYTES).default(DEFAULT_MAX_BYTES),
    userAgent: acceptsOwn(
      'http.userAgent',
      z
        .string()
        .max(500)
        .refine((value) => VALUE.test(value)),
      { max: 500 },
    ).default(''),
  }),
);

export const httpSchema = lazily(() =>
  fields.superRefine((given, context) => {
    const refuse = (path: keyof HttpFields, issue: ReturnType<typeof ownIssue>) =>
      context.addIssue({ ...issue, path: [path] });
    if (given.auth === 'bearer' && given.token === '') refuse('token', ownIssue('required'));
    if (given.auth === 'oauth2' && given.tokenUrl === '') refuse('tokenUrl', ownIssue('required'));
    if (given.auth === 'oauth2' && given.clientId === '') refuse('clientId', ownIssue('required'));
    if (given.auth === 'digest' && given.username === '') refuse('username', ownIssue('required'));
    if (given.bodyType === 'json' && !isJson(given.body)) refuse('body', ownIssue('http.json'));
    if (given.bodyType === 'xml' && given.body !== '' && !/^\s*</u.test(given.body))
      refuse('body', ownIssue('http.xml'));
    if (given.bodyType === 'graphql' && !isJson(given.variables)) refuse('variables', ownIssue('http.json'));
    refineConnection(given, context);
  }),
);

export type HttpFields = z.output<typeof fields>;

/** The value of `Authorization` for the user name and password; null: there are none, or they are for something else. */
export function authorizationOf(fields: Pick<HttpFields, 'auth' | 'username' | 'password'>): string | null {
  return fields.auth === 'basic' ? basicAuthorization(fields) : null;
}
