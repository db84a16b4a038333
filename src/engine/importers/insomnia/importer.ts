import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Exports of Insomnia: version 4 as JSON or YAML, and version 5 as YAML. */
export const insomnia: Importer = {
  name: 'insomnia',
  title: 'Insomnia',
  files: 'exports of version 4 (JSON, YAML) and 5 (YAML)',
  fields: {
    requests: '`kind: http` for each',
    'folders, name': '`group`, `name`',
    'url, parameters, method, headers, body': '`url`, `method`, `headers`, `body` or `form`',
    'authentication (basic, digest, bearer, apikey, oauth2 client credentials)': '`auth` and its fields, or a header',
    'authentication (others)': 'import.noCounterpart',
    environments: 'the values of the base environment',
    'variables without a value': 'import.noValue',
    'files in bodies': 'import.file',
    'settings.followRedirects off': '`followRedirects`',
    'gRPC, WebSocket and event stream requests': '`kind: websocket` for WebSocket; otherwise import.noKind',
    'scripts, unit tests': 'import.script',
  },
  recognizes: ({ dataIfAny: data }) =>
    isRecord(data) &&
    ((data['_type'] === 'export' && Array.isArray(data['resources'])) ||
      (typeof data['type'] === 'string' && /\.insomnia\.rest\//u.test(data['type']))),
  load: () => import('./read.ts'),
};
