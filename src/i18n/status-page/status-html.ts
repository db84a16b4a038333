/** A status page as one HTML file, which contains its styles and pictures and runs no scripts. */
import type {
  PublicComponent,
  PublicIncident,
  PublicMaintenance,
  PublicSection,
  PublicStatus,
  StatusPost,
} from '../../contract/model/status-page.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { formatDuration } from '../duration.ts';
import { durationUnits as units } from '../en/duration-units.ts';
import { formatLatency } from '../latency.ts';
import { escapeHtml } from '../report/report-text.ts';
import type { Texts } from '../texts.ts';
import { POST_LABELS, STATE_LABELS, stateSentence, uptimeText } from './status-text.ts';

/** A day with less uptime than this is red. */
const BAD_DAY = 0.99;
const DAY_WIDTH = 4;
const BAR_HEIGHT = 28;

/** @returns a whole document in UTF-8 */
export function statusHtml(status: PublicStatus, texts: Pick<Texts, 'cause'>): string {
  const { title, description, logo, state } = status;
  const page = new Page(status, texts);
  const sentence = stateSentence(status);
  const picture = logo === '' ? '' : `<img class="logo" src="${escapeHtml(logo)}" alt="">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="max-snippet:-1">
<title>${escapeHtml(title)}: ${sentence}</title>
<link rel="alternate" type="application/rss+xml" href="feed.xml" title="RSS">
<link rel="alternate" type="application/feed+json" href="feed.json" title="JSON feed">
<style>${STYLE}</style>
</head>
<body>
<main>
<header>${picture}<h1>${escapeHtml(title)}</h1></header>
${description === '' ? '' : `<p class="about">${lines(description)}</p>`}
<p class="banner ${state}" role="status"><span class="dot"></span>${sentence}</p>
${page.openPosts()}
${page.sections()}
${page.maintenance()}
${page.past()}
<footer>
<p>Updated ${page.time(status.at)} · times are in ${escapeHtml(page.zone)}</p>
<p><a href="feed.xml">RSS</a> · <a href="feed.json">JSON feed</a> · <a href="status.json">JSON</a> · <a href="badge/status.svg">Badge</a></p>
</footer>
</main>
</body>
</html>
`;
}

class Page {
  readonly zone: string;
  readonly #status: PublicStatus;
  readonly #texts: Pick<Texts, 'cause'>;
  readonly #dateTime: Intl.DateTimeFormat;

  constructor(status: PublicStatus, texts: Pick<Texts, 'cause'>) {
    this.#status = status;
    this.#texts = texts;
    const zone = status.timezone === '' ? {} : { timeZone: status.timezone };
    this.#dateTime = new Intl.DateTimeFormat('en', { ...zone, dateStyle: 'medium', timeStyle: 'short' });
    this.zone = this.#dateTime.resolvedOptions().timeZone;
  }

  time(at: EpochMs): string {
    return `<time datetime="${new Date(at).toISOString()}">${escapeHtml(this.#dateTime.format(at))}</time>`;
  }

  openPosts(): string {
    const { posts, at } = this.#status;
    const open = posts.filter((post) => isOpen(post, at));
    // Current problems come before planned work.
    const sorted = open.toSorted((a, b) => Number(a.from > at) - Number(b.from > at));
    return sorted.map((post) => this.#post(post)).join('\n');
  }

  sections(): string {
    const { sections } = this.#status;
    return `<section aria-label="Systems">${sections.map((section) => this.#section(section)).join('\n')}</section>`;
  }

  maintenance(): string {
    const { maintenance } = this.#status;
    if (maintenance.length === 0) return '';
    return `<h2>Planned maintenance</h2>\n<ul class="list">${maintenance.map((one) => this.#work(one)).join('')}</ul>`;
  }

  /** Past posts, and incidents without a post. */
  past(): string {
    const { incidents, posts, at } = this.#status;
    const items = [
      ...incidents.map((incident) => ({ from: incident.from, html: this.#incident(incident) })),
      ...posts.filter((post) => !isOpen(post, at)).map((post) => ({ from: post.from, html: this.#post(post) })),
    ].toSorted((a, b) => b.from - a.from);
    const list = items.length === 0 ? '<p class="dim">None.</p>' : items.map(({ html }) => html).join('\n');
    return `<h2>Incidents of the last 14 days</h2>\n${list}`;
  }

  #section(section: PublicSection): string {
    const { endpoints } = section;
    const inner = endpoints.map((endpoint) => `<li>${this.#component(endpoint, 'h3')}</li>`).join('');
    return `<div class="card">${this.#component(section, 'h2')}${inner === '' ? '' : `<ul class="endpoints">${inner}</ul>`}</div>`;
  }

  #component({ title, state, ratio, days, latencyMs }: PublicComponent, heading: 'h2' | 'h3'): string {
    const latency = latencyMs === null ? '' : ` · ${escapeHtml(formatLatency(latencyMs, { units }))}`;
    return `<div class="line"><${heading}>${escapeHtml(title)}</${heading}><span class="state ${state}"><span class="dot"></span>${STATE_LABELS[state]}</span></div>
${this.#bar(days, ratio)}
<p class="under"><span>90 days ago</span><span>${uptimeText(ratio)} uptime${latency}</span><span>Today</span></p>`;
  }

  /** Days of one color are one path; days with down time show their uptime. */
  #bar(days: readonly (number | null)[], ratio: number | null): string {
    const paths = new Map<string, string>();
    const titled: string[] = [];
    for (const [index, day] of days.entries()) {
      const x = index * DAY_WIDTH;
      const kind = dayClass(day);
      if (day === null || day >= 1) {
        paths.set(kind, `${paths.get(kind) ?? ''}M${x} 0h3v${BAR_HEIGHT}h-3z`);
      } else {
        const what = `${this.#status.dates[index] ?? ''}: ${uptimeText(day)}`;
        titled.push(
          `<rect class="${kind}" x="${x}" width="3" height="${BAR_HEIGHT}"><title>${escapeHtml(what)}</title></rect>`,
        );
      }
    }
    const drawn = [...paths].map(([kind, path]) => `<path class="${kind}" d="${path}"/>`).join('');
    return `<svg class="bar" role="img" aria-label="Uptime of the last 90 days: ${uptimeText(ratio)}" viewBox="0 0 ${days.length * DAY_WIDTH - 1} ${BAR_HEIGHT}" preserveAspectRatio="none">${drawn}${titled.join('')}</svg>`;
  }

  #work({ sections, from, to }: PublicMaintenance): string {
    return `<li><strong>${sections.map(escapeHtml).join(', ')}</strong><br><span class="dim">${this.time(from)} to ${this.time(to)}</span></li>`;
  }

  #incident({ title, from, to, cause }: PublicIncident): string {
    const why = cause === null ? '' : `<p>${escapeHtml(this.#texts.cause(cause))}</p>`;
    const when = to === null ? `Down since ${this.time(from)}` : `Down for ${duration(to - from)}, ${this.time(from)}`;
    return `<article><h3>${escapeHtml(title)}</h3><p class="dim">${when}</p>${why}</article>`;
  }

  #post({ title, from, to, updates }: StatusPost): string {
    const planned = to === null || updates[0]?.state !== 'planned' ? '' : ` to ${this.time(to)}`;
    const entries = updates
      .toReversed()
      .map(
        ({ at, state, text }) =>
          `<li><strong>${POST_LABELS[state]}</strong> <span class="dim">${this.time(at)}</span><br>${lines(text)}</li>`,
      );
    return `<article class="post"><h3>${escapeHtml(title)}</h3><p class="dim">${this.time(from)}${planned}</p><ul>${entries.join('')}</ul></article>`;
  }
}

/** Whether a post is about something ongoing or planned. */
function isOpen({ to, updates }: StatusPost, now: EpochMs): boolean {
  const state = updates.at(-1)?.state;
  return state !== 'resolved' && state !== 'done' && (to === null ? state !== 'note' : to > now);
}

function dayClass(ratio: number | null): 'none' | 'good' | 'some' | 'bad' {
  if (ratio === null) return 'none';
  if (ratio >= 1) return 'good';
  return ratio >= BAD_DAY ? 'some' : 'bad';
}

function duration(ms: Ms): string {
  return escapeHtml(formatDuration(ms, { units, smallest: 'second' }));
}

/** Text with its line breaks. */
function lines(text: string): string {
  return escapeHtml(text).replaceAll(/\r?\n/gu, '<br>');
}

const STYLE = `
:root{color-scheme:light dark;--text:light-dark(#171b22,#e4e8ee);--dim:light-dark(#5f6774,#98a1b0);--line:light-dark(#e0e3e9,#2b323d);--bg:light-dark(#f6f7f9,#0e1116);--card:light-dark(#fff,#161b22);--accent:light-dark(#2457c5,#7ea6f8);--up:light-dark(#147a3c,#4cc07a);--some:light-dark(#a35b00,#f0ad4e);--down:light-dark(#c4221c,#ff7268);--calm:light-dark(#2457c5,#7ea6f8);--none:light-dark(#d5d9e0,#39424f)}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,sans-serif}
main{max-width:760px;margin:0 auto;padding:32px 20px 48px}
header{display:flex;align-items:center;gap:14px;min-width:0}
.logo{max-width:160px;max-height:56px}
h1{margin:0;font-size:24px;overflow-wrap:anywhere;min-width:0}
h2{margin:32px 0 8px;font-size:17px}h3{margin:0;font-size:15px}
.about{margin:8px 0 0;color:var(--dim);overflow-wrap:anywhere}
.banner{display:flex;align-items:center;gap:10px;margin:20px 0;padding:14px 16px;border:1px solid currentColor;border-radius:10px;background:var(--card);font-size:17px;font-weight:600}
.dot{flex:none;width:10px;height:10px;border-radius:50%;background:currentColor}
.up{color:var(--up)}.degraded,.partial{color:var(--some)}.down{color:var(--down)}.maintenance{color:var(--calm)}.unknown{color:var(--dim)}
.card,article{margin:0 0 12px;padding:14px 16px;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.line{display:flex;justify-content:space-between;align-items:baseline;gap:12px}
.line h2,.line h3{margin:0;overflow-wrap:anywhere;min-width:0}.line h2{font-size:16px}.line h3{font-weight:500}
.state{display:inline-flex;align-items:center;gap:6px;white-space:nowrap;font-size:14px}.state .dot{width:8px;height:8px}
.bar{display:block;width:100%;height:28px;margin:8px 0 2px}
.bar .good{fill:var(--up)}.bar .some{fill:var(--some)}.bar .bad{fill:var(--down)}.bar .none{fill:var(--none)}
.under{display:flex;justify-content:space-between;gap:8px;margin:0;color:var(--dim);font-size:12px;font-variant-numeric:tabular-nums}
.endpoints{margin:14px 0 0;padding:12px 0 0;border-top:1px solid var(--line);list-style:none;display:grid;gap:14px}
.list,.post ul{margin:8px 0 0;padding:0;list-style:none;display:grid;gap:8px}
article p{margin:2px 0 0}article,.list li{overflow-wrap:anywhere}
.dim,footer{color:var(--dim);font-size:13px}footer{margin-top:32px;padding-top:12px;border-top:1px solid var(--line)}footer p{margin:2px 0}
a{color:var(--accent)}
@media (max-width:480px){.under span:first-child,.under span:last-child{display:none}.under{justify-content:flex-end}}
`;
