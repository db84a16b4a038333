/**
 * Runs JSONPath, JSONata, XPath and JSON Schema on a text. The libraries are loaded on first use. Neither they nor the queries promise to
 * end soon, so this runs only in the thread of `query-worker.ts`.
 */
import type { Json } from '../../contract/model/units.ts';
import { absent, found, type Looked } from './observation.ts';
import { loadLibraries } from './libraries.ts';
import type { Query } from './syntax.ts';

export type TextQuery = Exclude<Query, { language: 'path' }>;

/** @returns an answer for each query, in their order; never rejects */
export async function runQueries(text: string, queries: readonly TextQuery[]): Promise<Looked[]> {
  const document = new LazyDocument(text);
  const answers: Looked[] = [];
  for (const query of queries) answers.push(await runQuery(query, document));
  return answers;
}

async function runQuery(query: TextQuery, document: LazyDocument): Promise<Looked> {
  try {
    const value = await valueOf(query, document);
    return value === undefined ? absent({ code: 'notFound' }) : found(value);
  } catch (error) {
    if (error instanceof NotJsonError) return absent({ code: 'notJson' });
    return absent({ code: 'queryFailed', reason: firstLineOf(error) });
  }
}

async function valueOf(query: TextQuery, document: LazyDocument): Promise<Json | undefined> {
  switch (query.language) {
    case 'jsonpath': {
      await loadLibraries();
      const { queryJson } = await import('./queries.ts');
      return queryJson(query.text, document.json());
    }
    case 'jsonata': {
      const { default: jsonata } = await import('jsonata');
      return plain(await jsonata(query.text).evaluate(document.json()));
    }
    case 'schema': {
      const { problemBySchema } = await import('./json-schema.ts');
      return (await problemBySchema(query.text, document.json())) ?? true;
    }
    case 'xpath': {
      const { queryDocument } = await import('./xpath.ts');
      return queryDocument(query.text, document.text);
    }
  }
}

/** The value as JSON. Lists from JSONata have further properties, and functions are not JSON; both are left out. */
function plain(value: unknown): Json | undefined {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}

class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

class LazyDocument {
  readonly text: string;
  #json: { readonly value: Json } | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** @throws NotJsonError */
  json(): Json {
    try {
      this.#json ??= { value: JSON.parse(this.text) as Json };
    } catch (cause) {
      throw new NotJsonError('The text is not JSON', { cause });
    }
    return this.#json.value;
  }
}

function firstLineOf(error: unknown): string {
  // JSONata throws objects that are not errors.
  const message =
    typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
      ? error.message
      : String(error);
  return message.split('\n', 1)[0]?.slice(0, 300) ?? '';
}
