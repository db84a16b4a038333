/** Makes the public content of a status page. It has only the parts that the page's config allows. */
import type { Status } from '../../contract/model/endpoint.ts';
import type {
  PublicComponent,
  PublicIncident,
  PublicMaintenance,
  PublicSection,
  PublicState,
  PublicStatus,
  StatusPageConfig,
  StatusPageSection,
  StatusPost,
} from '../../contract/model/status-page.ts';
import { PUBLIC_DAYS, PUBLIC_INCIDENT_DAYS } from '../../contract/model/status-page.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { matches } from '../../shared/endpoint-match.ts';
import { localDays } from '../base/local-periods.ts';
import type { MaintenanceWindows } from '../endpoints/maintenance-windows.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { IncidentEvents } from '../history/incident-events.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { PublicHistories, PublicHistory } from './public-history.ts';

const DAY_MS = 86_400_000;
/** How far ahead planned work is announced. */
const AHEAD_MS = 30 * DAY_MS;
/** The most incidents, planned works and posts on a page. */
const MOST_SHOWN = 50;

export interface PublicSources {
  readonly clock: Clock;
  readonly store: Pick<Store, 'cells' | 'incidents' | 'saveDocuments' | 'documents'>;
  readonly registry: EndpointRegistry;
  readonly maintenance: Pick<MaintenanceWindows, 'planned' | 'list'>;
  readonly incidentEvents: Pick<IncidentEvents, 'isExcluded'>;
}

interface Shown {
  readonly monitor: Monitor;
  readonly state: PublicState;
  readonly history: PublicHistory;
}

export async function publicStatus(
  config: StatusPageConfig,
  posts: readonly StatusPost[],
  sources: PublicSources,
  histories: PublicHistories,
): Promise<PublicStatus> {
  const { clock, registry } = sources;
  const now = clock.now();
  const { name, title, description, logo, url, timezone } = config;
  histories.forgetAllBut((id) => registry.find(id) !== undefined);
  const sections = await Promise.all(
    config.sections.map(async (section) => ({
      section,
      shown: await Promise.all(
        registry.matching(section.match).map(async (monitor): Promise<Shown> => {
          const history = await histories.of(monitor, timezone);
          return { monitor, state: stateOf(monitor.status), history };
        }),
      ),
    })),
  );
  const lines = sections.map(({ section, shown }) => sectionOf(section, shown, config));
  return {
    name,
    title,
    description,
    logo,
    url,
    timezone,
    at: now,
    state: together(lines.map(({ state }) => state)),
    dates: localDays(PUBLIC_DAYS, now, timezone).dates,
    sections: lines,
    incidents: incidentsOf(sections, config, { now, isExcluded: (one) => sources.incidentEvents.isExcluded(one) }),
    maintenance: maintenanceOf(sections, sources, now),
    posts: posts.filter(({ page }) => page === '' || page === name).slice(0, MOST_SHOWN),
  };
}

type SectionEndpoints = readonly { readonly section: StatusPageSection; readonly shown: readonly Shown[] }[];

/** The public sees no difference between a paused, an unchecked and an unknown endpoint. */
function stateOf(status: Status): PublicState {
  return status === 'pending' || status === 'paused' ? 'unknown' : status;
}

/** The combined state of several endpoints. Unknown ones do not count, unless all are unknown. */
export function together(states: readonly PublicState[]): PublicState {
  const known = states.filter((state) => state !== 'unknown');
  if (known.length === 0) return 'unknown';
  if (known.every((state) => state === 'down')) return 'down';
  if (known.some((state) => state === 'down' || state === 'partial')) return 'partial';
  if (known.includes('degraded')) return 'degraded';
  return known.includes('maintenance') ? 'maintenance' : 'up';
}

function sectionOf(section: StatusPageSection, shown: readonly Shown[], config: StatusPageConfig): PublicSection {
  const endpoints = section.endpoints
    ? shown.map((one) => componentOf(publicName(one.monitor, config), [one], config))
    : [];
  return { ...componentOf(section.title, shown, config), endpoints };
}

function componentOf(title: string, shown: readonly Shown[], config: StatusPageConfig): PublicComponent {
  const upMs = sumOf(shown.map(({ history }) => history.upMs));
  const downMs = sumOf(shown.map(({ history }) => history.downMs));
  const total = (columns: readonly Ms[]) => columns.reduce((sum, ms) => sum + ms, 0);
  return {
    title,
    state: together(shown.map(({ state }) => state)),
    ratio: ratioOf(total(upMs), total(downMs)),
    days: upMs.map((up, day) => ratioOf(up, downMs[day] ?? 0)),
    latencyMs: config.latency ? medianLatency(shown) : null,
  };
}

function sumOf(columns: readonly (readonly Ms[])[]): Ms[] {
  return Array.from({ length: PUBLIC_DAYS }, (_, day) => columns.reduce((sum, column) => sum + (column[day] ?? 0), 0));
}

function ratioOf(upMs: Ms, downMs: Ms): number | null {
  return upMs + downMs > 0 ? upMs / (upMs + downMs) : null;
}

function medianLatency(shown: readonly Shown[]): Ms | null {
  const latencies = shown.flatMap(({ monitor }) => {
    const { durationMs, verdict } = monitor.recentChecks;
    return durationMs.filter((_, index) => verdict[index] === 'up' || verdict[index] === 'degraded');
  });
  return latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length / 2)] ?? null;
}

function publicName({ endpoint: { config } }: Monitor, { publicNames }: StatusPageConfig): string {
  return Object.hasOwn(publicNames, config.name) ? (publicNames[config.name] ?? '') : config.name;
}

interface IncidentOptions {
  readonly now: EpochMs;
  readonly isExcluded: IncidentEvents['isExcluded'];
}

/**
 * The incidents that the page shows. Where a section does not name its endpoints, its title is the name. Incidents of the
 * same name that overlap are one.
 */
function incidentsOf(
  sections: SectionEndpoints,
  config: StatusPageConfig,
  { now, isExcluded }: IncidentOptions,
): PublicIncident[] {
  const since = now - PUBLIC_INCIDENT_DAYS * DAY_MS;
  const found = new Map<string, PublicIncident & { readonly title: string }>();
  for (const { section, shown } of sections) {
    for (const { monitor, history } of shown) {
      for (const incident of history.incidents) {
        // The incident of an endpoint in several sections is listed once.
        if (found.has(incident.id) || isExcluded(incident) || (incident.resolvedAt ?? now) < since) continue;
        found.set(incident.id, {
          title: section.endpoints ? publicName(monitor, config) : section.title,
          from: incident.startedAt,
          to: incident.resolvedAt,
          cause: config.causes ? incident.cause.code : null,
        });
      }
    }
  }
  return merged([...found.values()])
    .toSorted((a, b) => b.from - a.from)
    .slice(0, MOST_SHOWN);
}

function merged(incidents: readonly PublicIncident[]): PublicIncident[] {
  const result: PublicIncident[] = [];
  for (const incident of incidents.toSorted((a, b) => a.from - b.from)) {
    const index = result.findIndex(({ title, to }) => title === incident.title && (to === null || to >= incident.from));
    const before = result[index];
    if (before === undefined) {
      result.push(incident);
      continue;
    }
    const to = before.to === null || incident.to === null ? null : Math.max(before.to, incident.to);
    result[index] = { ...before, to, cause: before.cause === incident.cause ? before.cause : null };
  }
  return result;
}

/** Planned work by section. The names of maintenance windows are internal, so they are not shown. */
function maintenanceOf(
  sections: SectionEndpoints,
  { maintenance }: Pick<PublicSources, 'maintenance'>,
  now: EpochMs,
): PublicMaintenance[] {
  const windows = new Map(maintenance.list().map(({ id, config }) => [id, config.match]));
  return maintenance
    .planned(now, now + AHEAD_MS)
    .flatMap(({ windowId, from, to }): PublicMaintenance[] => {
      const match = windows.get(windowId);
      if (match === undefined) return [];
      const concerned = sections.filter(({ shown }) => shown.some(({ monitor }) => matches(match, monitor.endpoint)));
      return concerned.length === 0 ? [] : [{ sections: concerned.map(({ section }) => section.title), from, to }];
    })
    .slice(0, MOST_SHOWN);
}
