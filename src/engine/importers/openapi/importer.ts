import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Descriptions of HTTP APIs: OpenAPI 3.0 and 3.1, and Swagger 2. */
export const openapi: Importer = {
  name: 'openapi',
  title: 'OpenAPI',
  files: 'OpenAPI 3.0 and 3.1, and Swagger 2, as JSON or YAML',
  fields: {
    'paths, get': '`kind: http` for each GET, on the first server',
    'servers without an address': 'the environment variable `API_SERVER`; import.noValue',
    'other methods': 'nothing: a check must not change data',
    'servers, variables': 'the beginning of `url`, with the defaults of variables',
    'parameters (path, query, header)': 'their example, default, or first allowed value',
    'required parameters without a value': 'import.parameter',
    'summary, operationId, info.title, tags': '`name`, `group`, `tags`',
    responses: '`acceptedStatus`, if no success is documented',
    security: 'import.noSecret',
  },
  recognizes({ dataIfAny: data }) {
    return isRecord(data) && isRecord(data['paths']) && ('openapi' in data || 'swagger' in data);
  },
  load: () => import('./read.ts'),
};
