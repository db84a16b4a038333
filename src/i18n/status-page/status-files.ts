/** The files of a status page, which `lookout serve` sends, and `lookout status-page` writes for another web host. */
import type { PublicComponent, PublicStatus } from '../../contract/model/status-page.ts';
import { durationUnits as units } from '../en/duration-units.ts';
import { formatLatency } from '../latency.ts';
import type { Texts } from '../texts.ts';
import { statusBadge } from './status-badge.ts';
import { statusJsonFeed, statusRss } from './status-feeds.ts';
import { statusHtml } from './status-html.ts';
import { placedComponents, STATE_LABELS, uptimeText } from './status-text.ts';

export interface StatusFile {
  readonly type: string;
  readonly body: string;
}

export interface StatusFileOptions {
  readonly texts: Pick<Texts, 'cause'>;
  /** The address of the page, which ends in a slash; an address in the config takes precedence. */
  readonly url: string;
}

const SVG = 'image/svg+xml';
const BADGES = ['status', 'uptime', 'latency'] as const;
type BadgeName = (typeof BADGES)[number];

/**
 * @param path within the folder of the page, such as `feed.xml` or `badge/shop/uptime.svg`.
 * @returns null: there is no such file
 */
export function statusFile(status: PublicStatus, path: string, { texts, url }: StatusFileOptions): StatusFile | null {
  const address = status.url === '' ? url : status.url.replace(/\/*$/u, '/');
  switch (path) {
    case '':
    case 'index.html':
      return { type: 'text/html; charset=utf-8', body: statusHtml(status, texts) };
    case 'feed.xml':
      return { type: 'application/rss+xml; charset=utf-8', body: statusRss(status, address, texts) };
    case 'feed.json':
      return { type: 'application/feed+json; charset=utf-8', body: statusJsonFeed(status, address, texts) };
    case 'status.json': {
      // The logo is in the page, and programs have no use for it.
      const { logo: _, ...rest } = status;
      return { type: 'application/json; charset=utf-8', body: `${JSON.stringify(rest, null, 2)}\n` };
    }
    case 'badge/status.svg':
      return {
        type: SVG,
        body: statusBadge({ label: status.title, value: STATE_LABELS[status.state], state: status.state }),
      };
    default:
      return badgeFile(status, path);
  }
}

/** All paths that `statusFile` has a file for; the page itself is `index.html`. */
export function statusPaths(status: PublicStatus): string[] {
  const badges = placedComponents(status).flatMap(({ place, component }) =>
    BADGES.filter((name) => badgeOf(component, name) !== null).map((name) => `badge/${place}/${name}.svg`),
  );
  return ['index.html', 'feed.xml', 'feed.json', 'status.json', 'badge/status.svg', ...badges];
}

function badgeFile(status: PublicStatus, path: string): StatusFile | null {
  const { place, name } = /^badge\/(?<place>.+)\/(?<name>status|uptime|latency)\.svg$/u.exec(path)?.groups ?? {};
  const component = placedComponents(status).find((one) => one.place === place)?.component;
  const body = component === undefined ? null : badgeOf(component, name as BadgeName);
  return body === null ? null : { type: SVG, body };
}

function badgeOf({ title, state, ratio, latencyMs }: PublicComponent, name: BadgeName): string | null {
  if (name === 'status') return statusBadge({ label: title, value: STATE_LABELS[state], state });
  if (name === 'uptime') return statusBadge({ label: `${title} uptime, 90 d`, value: uptimeText(ratio), state });
  if (latencyMs === null) return null;
  return statusBadge({ label: `${title} latency`, value: formatLatency(latencyMs, { units }), state });
}
