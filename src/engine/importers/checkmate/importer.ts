import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Checkmate: the export of monitors as JSON. */
export const checkmate: Importer = {
  name: 'checkmate',
  title: 'Checkmate',
  files: 'the JSON export of monitors; the CSV of the bulk import is a table (`csv`)',
  fields: {
    'name, description, group, tags': '`name`, `note`, `group`, `tags`',
    interval: '`interval` (there in milliseconds)',
    isActive: 'paused',
    'type (http, port, ping, docker, dns, grpc, websocket)': 'the kind',
    'type (hardware, game, pagespeed and others)': 'import.noKind',
    'url, method, port, secret': '`url` or `host`, `method`, `port`, `auth: bearer`',
    'ignoreTlsErrors, customUpCodes': '`verifyTls`, `acceptedStatus`',
    'jsonPath, expectedValue, matchMethod': '`conditions`',
    'statusWindowSize, statusWindowThreshold': '`retries`',
    'geoCheckEnabled, geoCheckLocations': 'import.locations',
    notifications: 'import.alerting',
    'strategy, thresholds of hardware': 'import.noCounterpart',
  },
  recognizes({ dataIfAny: data }) {
    const list = isRecord(data) ? data['monitors'] : data;
    return (
      Array.isArray(list) &&
      list.length > 0 &&
      list.every((one) => isRecord(one) && typeof one['type'] === 'string' && 'url' in one) &&
      list.some(
        (one) =>
          isRecord(one) &&
          ('isActive' in one || 'ignoreTlsErrors' in one || 'interval' in one || 'statusWindowSize' in one),
      ) &&
      !list.some((one) => isRecord(one) && ('schedule' in one || 'config' in one))
    );
  },
  load: () => import('./read.ts'),
};
