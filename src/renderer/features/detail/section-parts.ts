import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { ChartRow, FailureText } from '../../charts/rows.ts';
import type { SeriesOfView } from './use-series.ts';
import type { PageTime } from './use-viewport.ts';

/** What all charts of an endpoint's page are made from. */
export interface ChartSectionParts {
  readonly id: EndpointId;
  readonly kind: string;
  /** Of the endpoint. */
  readonly name: string;
  readonly time: PageTime;
  readonly series: SeriesOfView;
  readonly history: StatusHistory | null;
  /** Pixels. */
  readonly width: number;
  readonly failureText: FailureText;
  /** The check that is shown in full; null: none. */
  readonly chosenAt: EpochMs | null;
  readonly onChoose: (row: ChartRow) => void;
}
