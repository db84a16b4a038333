/** What a kind provides to be probed like a prober of blackbox_exporter. */
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { MetricFamily } from '../base/metrics-text.ts';

/** What a check found, for the metrics that a kind adds to `/probe`. */
export interface ExportedCheck {
  readonly outcome: CheckOutcome;
  /** The placeholders that the check provided, among them those of `KindExporter.wanted`. */
  readonly observed: ObservedValues;
}

/** The exports of a kind's `exporter.ts`: how its checks look as metrics of blackbox_exporter, where that has such a prober. */
export interface KindExporter<Fields extends object = object> {
  /**
   * Reads the target of a probe as blackbox_exporter does. Absent, or null: the target is read as `parse` does, also with the
   * schemes of the kind's examples before it.
   * @param fields the fields that the module sets
   */
  readonly readTarget?: (text: string, fields: Readonly<Record<string, unknown>>) => EndpointInput | null;
  /** How blackbox_exporter calls phases in the label `phase`, where it is not the usual word for their role. */
  readonly phases?: Readonly<Record<string, string>>;
  /** The placeholders that `metrics` needs. */
  readonly wanted?: readonly string[];
  /** The metrics besides those that all kinds have. Durations are in seconds. */
  metrics?(check: ExportedCheck, fields: Fields): readonly MetricFamily[];
}
