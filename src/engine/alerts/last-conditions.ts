import type { AlertTopic } from '../../contract/model/alert.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import type { Condition } from './alerted-endpoint.ts';

const TOPICS: readonly AlertTopic[] = ['status', 'certificate', 'domain', 'budget', 'pattern', 'noData', 'lookout'];

export interface LastCondition {
  readonly id: EndpointId;
  readonly condition: Condition;
}

/** The last known condition of each endpoint by topic, since this start and the last change of the endpoint. */
export class LastConditions {
  /** By topic and endpoint. */
  readonly #conditions = new Map<string, LastCondition>();
  readonly #known = new Set<EndpointId>();

  /** Records a condition. @returns whether it means something new for alerts */
  record(id: EndpointId, condition: Condition): boolean {
    const key = `${condition.about} ${id}`;
    const before = this.#conditions.get(key)?.condition;
    this.#known.add(id);
    this.#conditions.set(key, { id, condition });
    return before === undefined || differs(before, condition);
  }

  forget(id: EndpointId): void {
    this.#known.delete(id);
    for (const about of TOPICS) this.#conditions.delete(`${about} ${id}`);
  }

  /** Whether a condition of the endpoint is known, because a check has ended. */
  isKnown(id: EndpointId): boolean {
    return this.#known.has(id);
  }

  isInTrouble(about: AlertTopic, id: EndpointId): boolean {
    return (this.#conditions.get(`${about} ${id}`)?.condition.severity ?? null) !== null;
  }

  inTrouble(): readonly LastCondition[] {
    return [...this.#conditions.values()].filter(({ condition }) => condition.severity !== null);
  }
}

function differs(before: Condition, after: Condition): boolean {
  return (
    before.severity !== after.severity ||
    before.warning?.code !== after.warning?.code ||
    (before.flapping ?? null) !== (after.flapping ?? null) ||
    before.key !== after.key
  );
}
