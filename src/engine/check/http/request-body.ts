/** The bodies of requests: text, JSON, XML, forms and GraphQL. */
import { randomBytes } from 'node:crypto';

export const BODY_TYPES = ['text', 'json', 'xml', 'graphql', 'form', 'multipart'] as const;
export type BodyType = (typeof BODY_TYPES)[number];

export interface BodyFields {
  readonly bodyType: BodyType;
  /** The text; for GraphQL, the query. */
  readonly body: string;
  /** The variables of GraphQL as JSON; empty: none. */
  readonly variables: string;
  /** For `form` and `multipart`: names and values. `name; filename=a.txt; type=text/csv` is a file. */
  readonly form: Readonly<Record<string, string>>;
}

export interface RequestBody {
  readonly bytes: Buffer;
  /** Null: the endpoint has to name it. */
  readonly contentType: string | null;
}

/** @returns null when there is no body */
export function makeBody(fields: BodyFields): RequestBody | null {
  const { bodyType, body, form } = fields;
  switch (bodyType) {
    case 'form': {
      const text = new URLSearchParams(Object.entries(form)).toString();
      return { bytes: Buffer.from(text), contentType: 'application/x-www-form-urlencoded' };
    }
    case 'multipart':
      return multipart(form);
    case 'graphql':
      return body === '' ? null : { bytes: Buffer.from(JSON.stringify(graphqlOf(fields))), contentType: JSON_TYPE };
    case 'json':
    case 'xml':
    case 'text': {
      if (body === '') return null;
      const contentType = bodyType === 'text' ? null : bodyType === 'json' ? JSON_TYPE : 'application/xml';
      return { bytes: Buffer.from(body), contentType };
    }
  }
}

const JSON_TYPE = 'application/json';

/** A GraphQL request over HTTP: the query, and its variables if there are any. */
export function graphqlOf({ body, variables }: Pick<BodyFields, 'body' | 'variables'>): {
  readonly query: string;
  readonly variables?: unknown;
} {
  return variables.trim() === '' ? { query: body } : { query: body, variables: JSON.parse(variables) as unknown };
}

/** RFC 7578, with names escaped as browsers do it. */
function multipart(form: Readonly<Record<string, string>>): RequestBody {
  const boundary = `lookout-${randomBytes(12).toString('hex')}`;
  const parts = Object.entries(form).map(([key, value]) => {
    const { name, filename, type } = readPartName(key);
    const file = filename === undefined ? '' : `; filename="${escapeName(filename)}"`;
    const contentType = type ?? (filename === undefined ? null : 'application/octet-stream');
    const head = `Content-Disposition: form-data; name="${escapeName(name)}"${file}\r\n`;
    return `--${boundary}\r\n${head}${contentType === null ? '' : `Content-Type: ${contentType}\r\n`}\r\n${value}\r\n`;
  });
  const bytes = Buffer.from(`${parts.join('')}--${boundary}--\r\n`);
  return { bytes, contentType: `multipart/form-data; boundary=${boundary}` };
}

function readPartName(key: string): { readonly name: string; readonly filename?: string; readonly type?: string } {
  const [name = '', ...rest] = key.split(';').map((part) => part.trim());
  const options = new Map(
    rest.map((part) => {
      const [option = '', ...value] = part.split('=');
      return [option.trim().toLowerCase(), value.join('=').trim().replaceAll(/^"|"$/gu, '')] as const;
    }),
  );
  const [filename, type] = [options.get('filename'), options.get('type')];
  // Otherwise, the semicolon is part of the name.
  if (filename === undefined && type === undefined) return { name: key };
  return { name, ...(filename === undefined ? {} : { filename }), ...(type === undefined ? {} : { type }) };
}

function escapeName(name: string): string {
  return name.replaceAll(/[\r\n]+/gu, '%0D%0A').replaceAll('"', '%22');
}
