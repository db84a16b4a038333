import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** HTTP Archive 1.2, as browsers and proxies record requests. */
export const har: Importer = {
  name: 'har',
  title: 'HAR',
  files: 'recordings of browsers and proxies (HTTP Archive 1.2)',
  fields: {
    'request.method, request.url': '`method`, `url`; the same request is imported once',
    'request.headers, request.cookies': '`headers`, without those of the connection and of one version of a browser',
    'request.postData': '`body` or `form`',
    'response.status': '`acceptedStatus`, if it is not a success',
    'request.url of other schemes': 'import.noKind',
    'timings, content, pages, cache': 'nothing: they describe the recording',
  },
  recognizes: ({ dataIfAny: data }) => isRecord(data) && isRecord(data['log']) && Array.isArray(data['log']['entries']),
  load: () => import('./read.ts'),
};
