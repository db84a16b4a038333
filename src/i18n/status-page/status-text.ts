/** Texts, figures and addresses that all files of a status page share. */
import type { PostState, PublicComponent, PublicState, PublicStatus } from '../../contract/model/status-page.ts';
import { escapeHtml } from '../report/report-text.ts';
import { uptimePercent } from '../uptime-percent.ts';

/** The text of a line's state. */
export const STATE_LABELS = {
  up: 'Operational',
  degraded: 'Degraded',
  partial: 'Partial outage',
  down: 'Outage',
  maintenance: 'Maintenance',
  unknown: 'Unknown',
} as const satisfies Record<PublicState, string>;

const STATE_SENTENCES = {
  up: 'All systems are operational',
  degraded: 'Some systems are degraded',
  partial: 'Some systems are down',
  down: 'All systems are down',
  maintenance: 'Planned maintenance is under way',
  unknown: 'The status is not known at the moment',
} as const satisfies Record<PublicState, string>;

/** The headline of the page. It does not call systems operational whose state is unknown. */
export function stateSentence({ state, sections }: Pick<PublicStatus, 'state' | 'sections'>): string {
  const shown = sections.flatMap((section) => [section, ...section.endpoints]);
  return state === 'up' && shown.some((component) => component.state === 'unknown')
    ? 'No problems are known'
    : STATE_SENTENCES[state];
}

/** The text of a post's state. */
export const POST_LABELS = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  planned: 'Planned',
  underway: 'Under way',
  done: 'Done',
  note: 'Note',
} as const satisfies Record<PostState, string>;

export function uptimeText(ratio: number | null): string {
  return uptimePercent(ratio, 2);
}

/** Text for XML and HTML, without the control characters that XML forbids (XML 1.0, 2.2). */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return escapeHtml(text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, ''));
}

/** A line of the page, with the folder of its badges, such as `shop/checkout`. */
export interface PlacedComponent {
  readonly place: string;
  readonly component: PublicComponent;
}

/** All lines, sections before their endpoints. */
export function placedComponents({ sections }: Pick<PublicStatus, 'sections'>): PlacedComponent[] {
  return withSlugs(sections).flatMap(([slug, section]) => [
    { place: slug, component: section },
    ...withSlugs(section.endpoints).map(([inner, component]) => ({
      place: `${slug}/${inner}`,
      component,
    })),
  ]);
}

/** Titles as parts of addresses; equal ones are numbered. */
function withSlugs<Component extends PublicComponent>(components: readonly Component[]): [string, Component][] {
  const taken = new Map<string, number>();
  return components.map((component) => {
    const slug = slugOf(component.title);
    const count = (taken.get(slug) ?? 0) + 1;
    taken.set(slug, count);
    return [count === 1 ? slug : `${slug}-${count}`, component];
  });
}

function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
  return slug === '' ? 'part' : slug;
}
