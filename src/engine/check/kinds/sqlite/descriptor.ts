import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { CheckKind } from '../../kind.ts';
import { queryPhase, rowPlaceholders, rowsMetric, valueDetail } from '../../net/services/rows.ts';
import { sqliteFailures } from './failures.ts';
import { sqliteForm, sqliteIssues, sqliteSchema, type SqliteFields } from './fields.ts';

/** An SQLite database in a file of this computer. */
export const sqlite: CheckKind<SqliteFields> = {
  kind: 'sqlite',
  title: 'SQLite',
  description: 'Opens an SQLite database on this computer, runs a query and checks its rows.',
  category: 'database',
  schema: sqliteSchema,
  form: sqliteForm,
  phases: [{ name: 'open', label: 'Open', role: 'connect' }, queryPhase],
  metrics: [rowsMetric, { name: 'size', label: 'File size', unit: 'byte', charted: true }],
  details: [valueDetail],
  failures: sqliteFailures,
  issues: sqliteIssues,
  placeholders: rowPlaceholders,
  pasteExamples: ['sqlite:///var/lib/app/app.db'],
  triedAgainst: 'SQLite of Node',
  example: {
    kind: 'sqlite',
    name: 'App database',
    file: '/var/lib/app/app.db',
    query: 'SELECT count(*) FROM jobs WHERE failed',
  },
  target: ({ file }) => `sqlite://${file.startsWith('/') ? '' : '/'}${encodeURI(file)}`,
  host: () => '',
  parse: parseSqliteUrl,
  load: () => import('./run.ts'),
};

/** Accepts `sqlite:///path`, and `sqlite:////path` as SQLAlchemy writes it. */
function parseSqliteUrl(text: string): EndpointInput | null {
  const path = /^(?:jdbc:)?sqlite:(?:\/\/)?(?<path>\/[^?#]*)/iu.exec(text)?.groups?.['path'];
  if (path === undefined) return null;
  try {
    // A path of Windows begins with its drive.
    return { kind: 'sqlite', file: decodeURI(path).replace(/^\/(?=\/|[a-z]:)/iu, '') };
  } catch {
    return null;
  }
}
