import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** lookout.yaml, the format that `lookout serve --config` follows. */
export const lookoutYaml: Importer = {
  name: 'lookout',
  title: 'Lookout',
  files: '`lookout.yaml`, as Lookout exports it',
  fields: {
    endpoints: 'all fields',
    defaults: 'the fields of each endpoint that does not set them',
    maintenance: 'import.maintenance',
    objectives: 'import.objectives',
    statusPages: 'import.statusPage',
    'channels, rules, silences': 'import.alerting',
  },
  recognizes(source) {
    const data = source.dataIfAny;
    // A file with a mistake is recognized by its beginning, so that the mistake is named.
    if (!isRecord(data)) return data === undefined && /^endpoints *:\s*^ *- +kind *:/mu.test(source.textIfAny);
    if ('defaults' in data) return true;
    const { endpoints } = data;
    if (!Array.isArray(endpoints)) return false;
    return endpoints.length === 0 || endpoints.some((one) => isRecord(one) && 'kind' in one);
  },
  load: () => import('./import.ts'),
};
