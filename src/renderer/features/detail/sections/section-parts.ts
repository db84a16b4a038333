import type { StatusHistory } from '../../../../contract/model/status-history.ts';
import type { EndpointId, EpochMs } from '../../../../contract/model/units.ts';
import type { PhaseLook } from '../../../charts/data/phase-look.ts';
import type { ChartRow, FailureText } from '../../../charts/data/rows.ts';
import type { SeriesOfView } from '../series/use-series.ts';
import type { PageTime } from '../range/use-viewport.ts';

/** The data that all charts of an endpoint's page share. */
export interface ChartSectionParts {
  readonly id: EndpointId;
  /** The name of the endpoint. */
  readonly name: string;
  readonly time: PageTime;
  readonly series: SeriesOfView;
  readonly history: StatusHistory | null;
  /** The phases of the endpoint's kind, in order; a stable list. */
  readonly phases: readonly PhaseLook[];
  readonly failureText: FailureText;
  /** The check that is shown in full; null: none. */
  readonly chosenAt: EpochMs | null;
  readonly onChoose: (row: ChartRow) => void;
}
