import type { RuleEvent } from '../../contract/model/alert-rule.ts';
import type { CheckResult } from '../../contract/model/check.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import { isLocal } from '../../contract/model/failure.ts';
import type { Network, Notice, NoticeCode } from '../../contract/model/notices.ts';
import type { BurnLevel, ObjectiveView } from '../../contract/model/objective.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { Clock } from '../ports.ts';
import type { StatusState } from '../verdict/status.ts';
import type { AlertCenter } from './alert-center.ts';
import {
  BURN_LEVELS,
  budgetCondition,
  expiryCondition,
  expiryOf,
  noDataCondition,
  noTrouble,
  patternCondition,
  troubleOf,
} from './alert-conditions.ts';
import { lookoutItself, type AlertedEndpoint } from './alerted-endpoint.ts';
import type { Flapping } from './flapping.ts';

export interface AlertSourcesOptions {
  readonly clock: Clock;
  readonly center: AlertCenter;
  readonly flapping: Flapping;
  readonly find: (id: EndpointId) => AlertedEndpoint | undefined;
  /** The events that enabled rules react to. */
  readonly events: () => ReadonlySet<RuleEvent>;
}

/** Notices that mean that Lookout cannot do its work, rather than that a person should look at something. */
const LOOKOUT_TROUBLE: ReadonlySet<NoticeCode> = new Set(['history.notSaved', 'app.overloaded', 'log.lost']);
const OFFLINE_ID = 'lookout offline';
/** Lookout's own troubles, which are alerts about Lookout and not about each endpoint. */
export const OF_LOOKOUT: ReadonlySet<string> = new Set(['local.offline', 'local.asleep', 'local.late']);

/** Turns checks, notices, the state of the network and objectives into conditions. */
export class AlertSources {
  readonly #options: AlertSourcesOptions;

  constructor(options: AlertSourcesOptions) {
    this.#options = options;
  }

  /** A check has ended, in the turn in which its incident was recorded. */
  checked(monitor: Monitor, state: StatusState, result: CheckResult): void {
    // Nobody has to act when a demo endpoint fails.
    if (monitor.endpoint.source === 'demo') return;
    const events = this.#options.events();
    this.#status(monitor, state);
    if (monitor.maintenance !== null) return;
    if (events.has('noData')) this.#noData(monitor, result);
    if (result.verdict === 'unknown') return;
    if (events.has('certificate') || events.has('domain')) this.#expiry(monitor, result);
    if (events.has('pattern')) this.#options.center.checked(monitor, patternCondition(monitor.recentChecks));
  }

  /** Something concerns Lookout itself. */
  noticed({ code, params, active }: Notice): void {
    if (!LOOKOUT_TROUBLE.has(code)) return;
    this.#ownTrouble(`lookout ${code}`, active ? { code, ...(params === undefined ? {} : { params }) } : null);
  }

  network({ online, reason }: Network): void {
    this.#ownTrouble(OFFLINE_ID, online ? null : { code: 'local.offline', params: { reason } });
  }

  /** The state of the objectives. */
  objectives(views: readonly Pick<ObjectiveView, 'config' | 'endpoints' | 'level'>[]): void {
    const { center, find, clock } = this.#options;
    const burning = new Map<EndpointId, { readonly level: BurnLevel; readonly name: string }>();
    for (const { endpoints, level, config } of views) {
      if (level === null) continue;
      for (const id of endpoints) {
        const known = burning.get(id);
        if (known === undefined || BURN_LEVELS[level] > BURN_LEVELS[known.level])
          burning.set(id, { level, name: config.name });
      }
    }
    for (const id of new Set([...burning.keys(), ...center.endpointsAbout('budget')])) {
      const subject = find(id);
      const one = burning.get(id);
      if (subject === undefined) continue;
      center.checked(
        subject,
        one === undefined ? noTrouble('budget') : budgetCondition(clock.now(), one.level, one.name),
      );
    }
  }

  /** Ends those of Lookout's troubles from before this start that are over, and continues with the others. */
  restore(flapping: readonly { readonly id: EndpointId; readonly downs: number }[]): void {
    for (const { id, downs } of flapping) this.#options.flapping.restore(id, downs);
    const { center } = this.#options;
    for (const id of center.endpointsAbout('lookout')) {
      if (!center.isInTrouble('lookout', id)) center.checked(lookoutItself(id), noTrouble('lookout'));
    }
  }

  #status(monitor: Monitor, { status, since, incident }: StatusState): void {
    const { center, flapping } = this.#options;
    // An unknown status changes nothing, and planned work is not trouble.
    if (status === 'unknown' || status === 'pending') return;
    const severity = status === 'up' ? null : status;
    if (severity !== null && monitor.maintenance !== null) return;
    const { id, config } = monitor.endpoint;
    const downs = flapping.checked(id, severity === 'down', config.interval);
    center.checked(monitor, {
      about: 'status',
      severity: downs === null ? severity : 'down',
      since: incident?.startedAt ?? since,
      incident: severity === 'down' ? incident : null,
      warning: severity === 'degraded' ? monitor.lastWarning : null,
      flapping: downs,
    });
  }

  #noData(monitor: Monitor, result: CheckResult): void {
    const code = result.failure?.code ?? '';
    if (result.verdict === 'unknown' && (OF_LOOKOUT.has(code) || !isLocal(code))) return;
    const isJudged = result.verdict !== 'unknown';
    this.#options.center.checked(monitor, isJudged ? noTrouble('noData') : noDataCondition(result));
  }

  #expiry(monitor: Monitor, result: CheckResult): void {
    const { center, clock } = this.#options;
    const expiry = expiryOf(result, monitor.kind);
    if (expiry !== null) center.checked(monitor, expiryCondition(expiry, clock.now()));
    // A check that failed before the handshake has seen no certificate.
    else if (result.verdict !== 'down') {
      for (const about of ['certificate', 'domain'] as const) center.checked(monitor, noTrouble(about));
    }
  }

  #ownTrouble(id: EndpointId, cause: FailureSummary | null): void {
    const { center, clock } = this.#options;
    center.checked(lookoutItself(id), cause === null ? noTrouble('lookout') : troubleOf('lookout', clock.now(), cause));
  }
}
