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
  readonly #conditions = new Map<AlertTopic, Map<EndpointId, LastCondition>>(TOPICS.map((about) => [about, new Map()]));

  /** Records a condition. @returns whether it means something new for alerts */
  record(id: EndpointId, condition: Condition): boolean {
    const conditions = this.#conditions.get(condition.about);
    const before = conditions?.get(id)?.condition;
    conditions?.set(id, { id, condition });
    return before === undefined || differs(before, condition);
  }

  forget(id: EndpointId): void {
    for (const conditions of this.#conditions.values()) conditions.delete(id);
  }

  /** Whether a condition of the endpoint is known, because a check has ended. */
  isKnown(id: EndpointId): boolean {
    return TOPICS.some((about) => this.#conditions.get(about)?.has(id) === true);
  }

  isInTrouble(about: AlertTopic, id: EndpointId): boolean {
    return (this.#conditions.get(about)?.get(id)?.condition.severity ?? null) !== null;
  }

  inTrouble(): readonly LastCondition[] {
    const all = [...this.#conditions.values()].flatMap((conditions) => [...conditions.values()]);
    return all.filter(({ condition }) => condition.severity !== null);
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
