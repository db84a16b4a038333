/** ICMP endpoints as modules of blackbox_exporter's `icmp` prober (`prober/icmp.go`, 0.23 to 0.28). */
import { familyOptions } from '../../blackbox-options.ts';
import type { BlackboxProbe, ReadSeries } from '../../kind-exporter.ts';
import type { IcmpFields } from './fields.ts';

/** Of a single request, all are lost or none is. */
export const fields = ['host', 'count', 'maxLoss', 'size', 'pace', 'family'] satisfies readonly (keyof IcmpFields)[];

export const series = ['probe_icmp_duration_seconds'];

export const timeoutCode = 'icmp.noAnswer';

export function probeOf({ host, count, size, family }: IcmpFields): BlackboxProbe | string {
  // It sends a single request.
  if (count !== 1) return 'count';
  // 0 means its own default.
  if (size === 0) return 'size';
  return { prober: 'icmp', target: host, options: { payload_size: size, ...familyOptions(family) } };
}

/** Without a socket, such as without the permission for one, it could not ask. */
export function causeOf(read: ReadSeries): string {
  return read('probe_icmp_duration_seconds', 'setup') === 0 ? 'local.vantage' : timeoutCode;
}
