import type { Importer } from '../importer.ts';
import type { Source } from '../source.ts';

/** Tables with a heading: CSV with commas or semicolons, and TSV. */
export const csv: Importer = {
  name: 'csv',
  title: 'A table (CSV or TSV)',
  files: 'UTF-8 with a header row; separated by commas, semicolons or tabs (RFC 4180)',
  fields: {
    'url, address, target, website, link': 'the target; the kind is found from it where no column names it',
    'host, hostname, ip, server; port': '`host`, `port`',
    'type, kind, protocol': '`kind`; `ping` is `icmp`, `port` is `tcp`, `website` is `http`',
    'name, title, label': '`name`',
    'interval, frequency, period; timeout':
      '`interval`, `timeout`; a number of 1,000 or more is in milliseconds, a smaller one in seconds',
    'group, folder, category; tags, labels': '`group`, `tags`',
    'description, note, comment': '`note`',
    'keyword, expectedValue, jsonPath, matchMethod': '`keyword`, or a condition',
    'enabled, active, isActive, paused': 'paused',
    'each field of the kind, such as acceptedStatus': 'that field, with lists and pairs as JSON',
    'other types': 'import.noKind',
    'rows without a valid target': 'import.line',
    'other columns': 'import.column',
  },
  recognizes: (source) => !source.isDatabase && delimiterOf(source) !== null,
  isLoose: true,
  load: () => import('./read.ts'),
};

const HEADINGS =
  /^"?(?:name|title|label|type|kind|protocol|url|uri|address|target|website|link|host|hostname|ip|server|port|interval|frequency|group|tags)"?$/iu;

/** Separates the heading of a table into columns, of which two, or the only one, are known; null: it is not a table. */
export function delimiterOf(source: Source): ',' | ';' | '\t' | null {
  const [first = ''] = source.textIfAny.trimStart().split(/\r?\n/u, 1);
  for (const delimiter of ['\t', ';', ','] as const) {
    const columns = first.split(delimiter).map((name) => name.trim());
    const known = columns.filter((name) => HEADINGS.test(name));
    if (columns.length > 1 && known.length >= 2) return delimiter;
  }
  return null;
}
