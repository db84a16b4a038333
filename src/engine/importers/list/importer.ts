import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Plain lists of targets, as people paste them. */
export const list: Importer = {
  name: 'list',
  title: 'A list',
  files: 'text with one target per line: a URL, host:port or a host name, with or without a name for it',
  fields: { 'each line': 'the endpoint that the paste box makes of it', 'other lines': 'import.line' },
  recognizes: ({ isDatabase, textIfAny, documentsIfAny }) =>
    !isDatabase &&
    !documentsIfAny.some(isNested) &&
    textIfAny
      .split(/\r?\n/u, 200)
      .some((line) => /^\s*(?!#)(?:.*\s)?(?:[a-z][a-z0-9+.-]*:\/\/\S|[\w-]+(?:\.[\w-]+)+)/iu.test(line)),
  isLoose: true,
  load: () => import('./read.ts'),
};

/** A file of settings, such as one of Gatus without endpoints; `Shop: https://shop.example.org/` is a list. */
function isNested(data: unknown): boolean {
  return isRecord(data) && Object.values(data).some((value) => typeof value === 'object' && value !== null);
}
