/** How `lookout serve` works beside Prometheus. */
import { join, resolve } from 'node:path';
import type { PrometheusOptions } from '../../../engine/prometheus/prometheus-source.ts';
import { PROMETHEUS_VARIABLE } from '../../access/token.ts';
import { quoted } from '../../arguments/argument-values.ts';
import type { ServeArguments } from '../../arguments/arguments.ts';
import type { Io } from '../../base/io.ts';
import { UsageError, usageProblem } from '../../base/usage-error.ts';

/**
 * How this Lookout works beside Prometheus, from the options and the environment.
 * @returns null: it does not
 * @throws UsageError when the address is not a URL, or something is missing
 */
export function readPrometheus(
  { prometheus, targetsDir }: Pick<ServeArguments, 'prometheus' | 'targetsDir'>,
  env: Io['env'],
  vantageKey: string | null,
): PrometheusOptions | null {
  const url = prometheus ?? env[PROMETHEUS_VARIABLE] ?? '';
  if (url === '') {
    if (targetsDir !== null) throw new UsageError([usageProblem('usage.missing', { option: '--prometheus' })]);
    return null;
  }
  if (!/^https?:$/u.test(URL.parse(url)?.protocol ?? '')) {
    throw new UsageError([usageProblem('usage.prometheus', { given: quoted(url) })]);
  }
  if (targetsDir === null) throw new UsageError([usageProblem('usage.missing', { option: '--targets-dir' })]);
  if (vantageKey === null) throw new UsageError([usageProblem('usage.missing', { option: '--vantage-key-file' })]);
  return { url, targetsFile: join(resolve(targetsDir), 'lookout.json'), vantageKey };
}
