/** What a kind provides to be probed like a prober of blackbox_exporter. */
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { EpochMs, Json } from '../../contract/model/units.ts';
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
  /** How blackbox_exporter itself checks such endpoints. Absent: it cannot. */
  readonly blackbox?: KindBlackbox<Fields>;
}

/** The module and the target for blackbox_exporter. */
export interface BlackboxProbe {
  readonly prober: 'http' | 'tcp' | 'dns' | 'icmp';
  readonly target: string;
  /** The options of the prober, as its config file has them. */
  readonly options: Readonly<Record<string, Json>>;
}

/** The value of a series of a probe; 0: there is none. @param phase its label, if it has one */
export type ReadSeries = (name: string, phase?: string) => number;

/** Endpoints of a kind as modules of blackbox_exporter, and what its metrics say. */
export interface KindBlackbox<Fields extends object = object> {
  /** The fields that `probeOf` can express, not always with each value. Every other field must have its default. */
  readonly fields: readonly string[];
  /** @returns a text: the field whose value blackbox_exporter cannot express */
  probeOf(fields: Fields): BlackboxProbe | string;
  /** The series that the other functions read. */
  readonly series: readonly string[];
  /**
   * Why a probe failed, in time and with an address.
   * @returns the code of the failure; null: the metrics do not say
   */
  causeOf?(read: ReadSeries, fields: Fields): string | null;
  /** The code of `timeout`, where the kind has its own. */
  readonly timeoutCode?: string;
  /** Why an endpoint that is up is degraded; null: it is not. @param at when the probe was */
  warningOf?(read: ReadSeries, fields: Fields, at: EpochMs): string | null;
}
