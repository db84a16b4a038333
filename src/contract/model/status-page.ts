/** Status pages: what the public may see of endpoints. */
import type { EndpointMatch } from './match.ts';
import type { EpochMs, Ms } from './units.ts';

/** A part of a status page: some endpoints under a title. */
export interface StatusPageSection {
  /** 1 to 100 characters. */
  readonly title: string;
  readonly match: EndpointMatch;
  /** True: each endpoint has a line with its public name. False: the section is one line, and no name is shown. */
  readonly endpoints: boolean;
}

export interface StatusPageConfig {
  /** In the address, such as `shop` in `/status/shop/`: 1 to 60 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** 1 to 100 characters. */
  readonly title: string;
  /** Shown under the title; at most 1,000 characters. */
  readonly description: string;
  /** A picture as a `data:` URL, at most 100 KB; empty: none. */
  readonly logo: string;
  /** The public address of the page, for its feeds; empty: the address of the request. */
  readonly url: string;
  /** 1 to 50. */
  readonly sections: readonly StatusPageSection[];
  /** The public names of endpoints, by their names. An endpoint without one is shown with its own name. */
  readonly publicNames: Readonly<Record<string, string>>;
  /** Whether the page shows how long answers take. */
  readonly latency: boolean;
  /** Whether incidents say what kind of failure caused them. Never with addresses. */
  readonly causes: boolean;
  /** The time zone in which days begin; empty: that of the computer that runs Lookout. */
  readonly timezone: string;
}

/** A status page as a form, a file or a script gives it. */
export interface StatusPageInput {
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly logo?: string | undefined;
  readonly url?: string | undefined;
  readonly sections?:
    | readonly {
        readonly title?: string | undefined;
        readonly match?: EndpointMatch | undefined;
        readonly endpoints?: boolean | undefined;
      }[]
    | undefined;
  readonly publicNames?: Readonly<Record<string, string>> | undefined;
  readonly latency?: boolean | undefined;
  readonly causes?: boolean | undefined;
  readonly timezone?: string | undefined;
}

export interface StatusPageView {
  readonly id: string;
  /** `file`: from lookout.yaml, and changed only there. */
  readonly source: 'hand' | 'file';
  readonly config: StatusPageConfig;
  /** How many endpoints each section has. */
  readonly endpoints: readonly number[];
}

/** What a post says about the work on an incident, or about planned work; `note`: anything else. */
export const POST_STATES = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'planned',
  'underway',
  'done',
  'note',
] as const;
export type PostState = (typeof POST_STATES)[number];

export interface PostUpdate {
  readonly at: EpochMs;
  readonly state: PostState;
  readonly text: string;
}

/** What people tell the public about an incident or about planned work. */
export interface StatusPost {
  readonly id: string;
  /** The name of the only page that shows it; empty: all pages do. */
  readonly page: string;
  readonly title: string;
  /** When it began, or when the planned work begins and ends. */
  readonly from: EpochMs;
  readonly to: EpochMs | null;
  /** Oldest first; at least one, at most `POST_UPDATES`. */
  readonly updates: readonly PostUpdate[];
}

/** The most updates of a post. */
export const POST_UPDATES = 50;

/** A post, or an update of one. Fields of the post that are absent stay as they are. */
export interface StatusPostInput {
  readonly page?: string | undefined;
  readonly title?: string | undefined;
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | null | undefined;
  readonly state?: string | undefined;
  readonly text?: string | undefined;
}

/**
 * `partial`: some endpoints are down. `unknown`: Lookout cannot say, for example because it is offline. `maintenance`:
 * planned work.
 */
export type PublicState = 'up' | 'degraded' | 'partial' | 'down' | 'maintenance' | 'unknown';

/** A line of a status page. */
export interface PublicComponent {
  readonly title: string;
  readonly state: PublicState;
  /** Time up divided by time up and down in the days of the page; null: nothing is known. */
  readonly ratio: number | null;
  /** The same for each day of `PublicStatus.dates`. */
  readonly days: readonly (number | null)[];
  /** Median of the last good checks; null: none, or the page does not show it. */
  readonly latencyMs: Ms | null;
}

export interface PublicSection extends PublicComponent {
  /** Empty: the section is one line. */
  readonly endpoints: readonly PublicComponent[];
}

export interface PublicIncident {
  readonly title: string;
  readonly from: EpochMs;
  /** Null: it is ongoing. */
  readonly to: EpochMs | null;
  /** The code of the failure, such as `connect.refused`; null: the page does not say. */
  readonly cause: string | null;
}

export interface PublicMaintenance {
  /** The titles of the sections that it concerns. */
  readonly sections: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Everything that a status page shows: no address, no secret, and no name that was not chosen. */
export interface PublicStatus {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly logo: string;
  readonly url: string;
  readonly timezone: string;
  readonly at: EpochMs;
  readonly state: PublicState;
  /** The days of the bars, such as `2026-11-30`, oldest first; the last one is today. */
  readonly dates: readonly string[];
  readonly sections: readonly PublicSection[];
  /** Of the last `PUBLIC_INCIDENT_DAYS`, newest first. */
  readonly incidents: readonly PublicIncident[];
  /** Active, or in the next 30 days; the first one first. */
  readonly maintenance: readonly PublicMaintenance[];
  /** Newest first. */
  readonly posts: readonly StatusPost[];
}

export const PUBLIC_DAYS = 90;
export const PUBLIC_INCIDENT_DAYS = 14;
