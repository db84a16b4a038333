/** Renders a report as one self-contained HTML file with styles and charts and without scripts. */
import type { Report, ReportEndpoint, ReportObjective } from '../../contract/model/report.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { formatDuration } from '../duration.ts';
import { durationUnits as units } from '../en/duration-units.ts';
import type { Texts } from '../texts.ts';
import { uptimePercent } from '../uptime-percent.ts';
import { annotationLine, escapeHtml } from './report-text.ts';
import { reportChart } from './report-chart.ts';

export interface ReportPageOptions {
  readonly texts: Pick<Texts, 'cause' | 'failure' | 'message'>;
  /** Default: that of this machine. */
  readonly timeZone?: string;
}

/** @returns a whole document in UTF-8 */
export function reportHtml(report: Report, { texts, timeZone }: ReportPageOptions): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const dateTime = new Intl.DateTimeFormat('en', { ...zone, dateStyle: 'medium', timeStyle: 'short' });
  const time = (at: EpochMs) => escapeHtml(dateTime.format(at));
  const page = new Page(report, texts, time);
  const title = `Report ${dateTime.formatRange(report.from, report.to)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="meta">${escapeHtml(dateTime.resolvedOptions().timeZone)} · made by Lookout on ${time(report.createdAt)}${report.masked ? ' · addresses are left out' : ''}</p>
${page.summary()}
${page.objectives()}
${page.table()}
${report.endpoints.map((endpoint) => page.endpoint(endpoint)).join('\n')}
${page.annotations()}
</main>
</body>
</html>
`;
}

class Page {
  readonly #report: Report;
  readonly #texts: ReportPageOptions['texts'];
  readonly #time: (at: EpochMs) => string;

  constructor(report: Report, texts: ReportPageOptions['texts'], time: (at: EpochMs) => string) {
    this.#report = report;
    this.#texts = texts;
    this.#time = time;
  }

  summary(): string {
    const { stats, endpoints } = this.#report;
    const upMs = endpoints.reduce((sum, { uptime }) => sum + uptime.upMs, 0);
    const downMs = endpoints.reduce((sum, { uptime }) => sum + uptime.downMs, 0);
    const ratio = upMs + downMs > 0 ? upMs / (upMs + downMs) : null;
    const longest = stats.longest;
    const name = endpoints.find(({ id }) => id === longest?.endpointId)?.name ?? '';
    return `<dl class="figures">
${figure('Endpoints', String(endpoints.length))}
${figure('Mean uptime', percent(ratio))}
${figure('Incidents', `${stats.incidents}${stats.excluded > 0 ? ` (${stats.excluded} more excluded)` : ''}`)}
${figure('Time to recovery', stats.mttrMs === null ? '–' : duration(stats.mttrMs))}
${figure('Time between failures', stats.mtbfMs === null ? '–' : duration(stats.mtbfMs))}
${figure('Longest', longest === null ? '–' : `${duration(longest.durationMs)}${name === '' ? '' : ` (${escapeHtml(name)})`}`)}
</dl>
${this.#causes()}`;
  }

  #causes(): string {
    const { causes } = this.#report.stats;
    if (causes.length === 0) return '';
    const rows = causes.map(
      ({ code, incidents, downMs }) =>
        `<tr><td class="text">${this.#cause(code)}</td><td>${incidents}</td><td>${duration(downMs)}</td></tr>`,
    );
    return `<h2>Causes</h2>
<table><thead><tr><th>Cause</th><th>Incidents</th><th>Down</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  }

  #cause(code: string): string {
    const text = this.#texts.cause(code);
    return `${text === code ? '' : `${escapeHtml(text)} `}<code>${escapeHtml(code)}</code>`;
  }

  objectives(): string {
    const { objectives, endpoints } = this.#report;
    const all = [...objectives, ...endpoints.flatMap(({ objective }) => (objective === null ? [] : [objective]))];
    if (all.length === 0) return '';
    return `<h2>Objectives</h2>
<table><thead><tr><th>Objective</th><th>Target</th><th>Uptime</th><th>Down</th><th>Budget left</th><th>Result</th></tr></thead>
<tbody>${all.map(objectiveRow).join('')}</tbody></table>`;
  }

  table(): string {
    const rows = this.#report.endpoints.map(({ id, name, uptime, latency, group }) => {
      const { ratio, coverage, downMs, incidents } = uptime;
      return `<tr><td class="text"><a href="#${escapeHtml(id)}">${escapeHtml(name)}</a></td><td class="text">${escapeHtml(group)}</td><td class="strong">${percent(ratio)}</td><td>${percent(coverage)}</td><td>${duration(downMs)}</td><td>${incidents}</td><td>${latencyText(latency.p50)}</td><td>${latencyText(latency.p95)}</td></tr>`;
    });
    return `<h2>Uptime</h2>
<table><thead><tr><th>Endpoint</th><th>Group</th><th>Uptime</th><th>Known</th><th>Down</th><th>Incidents</th><th>Median</th><th>p95</th></tr></thead>
<tbody>${rows.join('') || '<tr><td colspan="8">No endpoint matches.</td></tr>'}</tbody></table>`;
  }

  endpoint({ id, name, kind, target, uptime, chart, incidents, latency }: ReportEndpoint): string {
    const { from, to } = this.#report;
    const other = [
      ['Unknown', uptime.unknownMs],
      ['Paused', uptime.pausedMs],
      ['Maintenance', uptime.maintenanceMs],
      ['Excluded', uptime.excludedMs],
    ] as const;
    const rows = incidents.map(({ startedAt, resolvedAt, failures, cause, excluded, acknowledgedBy }) => {
      const more = [
        excluded === null ? '' : `Excluded: ${excluded}`,
        acknowledgedBy === null ? '' : acknowledgedBy === '' ? 'Acknowledged' : `Acknowledged by ${acknowledgedBy}`,
      ].filter(Boolean);
      return `<tr><td>${this.#time(startedAt)}</td><td>${resolvedAt === null ? 'open' : duration(resolvedAt - startedAt)}</td><td>${failures}</td><td class="text">${escapeHtml(this.#texts.failure(cause, kind))}${more.length === 0 ? '' : `<br><small>${escapeHtml(more.join(' · '))}</small>`}</td></tr>`;
    });
    return `<section id="${escapeHtml(id)}">
<h2>${escapeHtml(name)}</h2>
<p class="meta">${escapeHtml([kind, target].filter(Boolean).join(' · '))}</p>
<dl class="figures">
${figure('Uptime', percent(uptime.ratio))}
${figure('Known', percent(uptime.coverage))}
${figure('Down', duration(uptime.downMs))}
${other.flatMap(([label, ms]) => (ms > 0 ? [figure(label, duration(ms))] : [])).join('\n')}
${figure('Checks', latency.checks.toLocaleString('en'))}
${figure('Median', latencyText(latency.p50))}
${figure('p95', latencyText(latency.p95))}
${figure('p99', latencyText(latency.p99))}
</dl>
${this.#covered(latency)}
${reportChart(chart, { from, to, time: this.#time, label: `Latency of ${name}` })}
${rows.length === 0 ? '<p>No incidents.</p>' : `<table><thead><tr><th>Began</th><th>Lasted</th><th>Failed checks</th><th>Cause</th></tr></thead><tbody>${rows.join('')}</tbody></table>`}
</section>`;
  }

  /** A note when the latency and the number of checks cover more than the range. */
  #covered({ from, to }: ReportEndpoint['latency']): string {
    if (from === this.#report.from && to === this.#report.to) return '';
    return `<p class="meta">Latency and checks cover ${this.#time(from)} to ${this.#time(to)}.</p>`;
  }

  annotations(): string {
    const { annotations } = this.#report;
    if (annotations.length === 0) return '';
    const rows = annotations.map(
      (one) =>
        `<tr><td>${this.#time(one.at)}</td><td class="text">${escapeHtml(annotationLine(one, this.#texts))}</td></tr>`,
    );
    return `<h2>Notes</h2>\n<table><tbody>${rows.join('')}</tbody></table>`;
  }
}

function objectiveRow({ name, target, ratio, downMs, leftMs, met }: ReportObjective): string {
  const left = leftMs < 0 ? `−${duration(-leftMs)}` : duration(leftMs);
  return `<tr><td class="text">${escapeHtml(name)}</td><td>${target} %</td><td>${percent(ratio)}</td><td>${duration(downMs)}</td><td>${left}</td>${resultCell(met)}</tr>`;
}

function resultCell(met: boolean | null): string {
  if (met === null) return '<td>No data</td>';
  return met ? '<td class="good">Met</td>' : '<td class="bad">Missed</td>';
}

function figure(label: string, value: string): string {
  return `<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function duration(ms: Ms): string {
  return ms === 0 ? '0' : escapeHtml(formatDuration(ms, { units, smallest: 'second', space: ' ' }));
}

function percent(ratio: number | null): string {
  return uptimePercent(ratio, 3);
}

function latencyText(ms: Ms | null): string {
  if (ms === null) return '–';
  return ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

const STYLE = `
:root{color-scheme:light dark;--text:light-dark(#171b22,#e4e8ee);--dim:light-dark(#5f6774,#8b94a3);--line:light-dark(#e0e3e9,#2b323d);--bg:light-dark(#fff,#14181f);--accent:light-dark(#2457c5,#7ea6f8);--down:light-dark(#c4221c,#ff7268);--up:light-dark(#147a3c,#4cc07a)}
body{margin:0;background:var(--bg);color:var(--text);font:14px/1.45 system-ui,sans-serif}
main{max-width:980px;margin:0 auto;padding:32px 24px}
h1{margin:0 0 4px;font-size:24px}h2{margin:28px 0 6px;font-size:17px}
.meta{margin:0 0 12px;color:var(--dim);overflow-wrap:anywhere}
.figures{display:flex;flex-wrap:wrap;gap:8px 28px;margin:8px 0}
dt{color:var(--dim);font-size:12px}dd{margin:0;font-weight:600}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:5px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{color:var(--dim);font-size:12px;font-weight:400}th:first-child,td:first-child{padding-left:0}
td:not(.text),th{white-space:nowrap;overflow-wrap:normal}
.strong{font-weight:600}.good{color:var(--up)}.bad{color:var(--down);font-weight:600}
code,small{color:var(--dim);font-size:12px}a{color:var(--accent)}svg{display:block;width:100%;height:auto}
@media print{:root{color-scheme:light}main{max-width:none;padding:0}section,tr{break-inside:avoid}h2{break-after:avoid}}
`;
