import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Collections of Postman, versions 2.0 and 2.1, with environments. */
export const postman: Importer = {
  name: 'postman',
  title: 'Postman',
  files: 'collections (v2.0, v2.1), and environments with values of their variables',
  fields: {
    item: '`kind: http` for each request',
    'folders, name': '`group`, `name`',
    description: '`note`',
    'request.url, method, header, body': '`url`, `method`, `headers`, `body` or `form`',
    'auth (basic, digest, bearer, apikey, oauth2 client credentials), also of folders':
      '`auth` and its fields, or a header',
    'auth (others)': 'import.noCounterpart',
    'variable, environments': 'their values, where they are known',
    'variables without a value': 'import.noValue',
    'items without a request': 'import.notEndpoint',
    'event (scripts)': 'import.script',
    'protocolProfileBehavior.followRedirects, strictSSL': '`followRedirects`, `verifyTls`',
    'files in bodies': 'import.file',
    response: 'nothing: they are examples',
  },
  recognizes({ dataIfAny: data }) {
    if (!isRecord(data)) return false;
    if (Array.isArray(data['values']) && typeof data['_postman_variable_scope'] === 'string') return true;
    const { info } = data;
    const hasSchema = isRecord(info) && /getpostman\.com|_postman_id/u.test(JSON.stringify(info));
    return (
      Array.isArray(data['item']) &&
      (hasSchema || data['item'].some((one) => isRecord(one) && ('request' in one || 'item' in one)))
    );
  },
  load: () => import('./read.ts'),
};
