/**
 * Writes metrics as Prometheus and OpenMetrics read them. See the Prometheus text format 0.0.4 and OpenMetrics 1.0.0;
 * here, they differ only in the names of counters and infos and in the last line.
 */

export interface MetricSample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  /** Of a counter and of an info, without `_total` and `_info`. */
  readonly name: string;
  /** `info`: its labels are what it says, and its value is 1. */
  readonly type: 'gauge' | 'counter' | 'info';
  /** One sentence, with the unit. */
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

export type MetricsFormat = 'text' | 'openmetrics';

export const METRICS_TYPES: Readonly<Record<MetricsFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** The format that a client prefers, from its `Accept` header. Prometheus lists OpenMetrics first when it knows it. */
export function metricsFormat(accept: string | undefined): MetricsFormat {
  const openMetrics = (accept ?? '').split(',').some((entry) => {
    const [type = '', ...params] = entry.split(';').map((part) => part.trim().toLowerCase());
    return type === 'application/openmetrics-text' && !params.some((param) => /^q=0(?:\.0*)?$/u.test(param));
  });
  return openMetrics ? 'openmetrics' : 'text';
}

const SUFFIXES = { gauge: '', counter: '_total', info: '_info' } as const;

/** Families without samples are left out. */
export function writeMetrics(families: Iterable<MetricFamily>, format: MetricsFormat): string {
  const lines: string[] = [];
  for (const { name, type, help, samples } of families) {
    if (samples.length === 0) continue;
    const sampleName = name + SUFFIXES[type];
    // OpenMetrics describes the family, the older format each name.
    const described = format === 'openmetrics' ? name : sampleName;
    const known = type === 'info' && format === 'text' ? 'gauge' : type;
    lines.push(`# HELP ${described} ${escapeHelp(help, format)}`, `# TYPE ${described} ${known}`);
    for (const { labels = {}, value } of samples)
      lines.push(`${sampleName}${writeLabels(labels)} ${writeNumber(value)}`);
  }
  if (format === 'openmetrics') lines.push('# EOF');
  return `${lines.join('\n')}\n`;
}

function writeLabels(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels);
  if (entries.length === 0) return '';
  return `{${entries.map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(',')}}`;
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}

/** Invalid Unicode would make the whole answer unreadable. */
function escapeLabel(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeHelp(text: string, format: MetricsFormat): string {
  return format === 'openmetrics' ? escapeLabel(text) : text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

/** `maxRows` becomes `max_rows`. */
export function metricName(name: string): string {
  return name
    .replaceAll(/(?<=[a-z0-9])[A-Z]/gu, (letter) => `_${letter}`)
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/gu, '_');
}
