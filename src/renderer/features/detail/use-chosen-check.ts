import { useCallback, useState } from 'react';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { ChartRow } from '../../charts/data/rows.ts';
import type { Reveal } from './checks/checks-table.tsx';
import type { SideTab } from './side/side-panel.tsx';
import type { Checks } from './checks/use-checks.ts';
import { useFindCheck } from './checks/use-find-check.ts';
import { useLinkedCheck } from './checks/use-linked-check.ts';

export interface ChosenCheck {
  /** Null: there are no checks. */
  readonly at: EpochMs | null;
  /** A person chose it, and it is not the newest one. */
  readonly isPinned: boolean;
  /** The check that was chosen in the chart or by a link, to which the table scrolls. */
  readonly revealed: Reveal | null;
  readonly tab: SideTab;
  readonly setTab: (tab: SideTab) => void;
  /** Chooses a check of the table. Stable, so that its rows do not render again with every check. */
  readonly choose: (at: EpochMs) => void;
  /** Chooses a check of a point of a chart. */
  readonly choosePoint: (row: ChartRow) => void;
  /** Shows the newest check again, always. */
  readonly showLatest: () => void;
}

/** The check that the page shows in full: the newest, until a person chooses one. @param linkedAt see `DetailViewProps` */
export function useChosenCheck(id: EndpointId, checks: Checks, linkedAt: EpochMs | undefined): ChosenCheck {
  const checkOf = useFindCheck();
  /** Null: always the newest check. */
  const [pinnedAt, setPinnedAt] = useState<EpochMs | null>(null);
  const [tab, setTab] = useState<SideTab>('check');
  const [revealed, setRevealed] = useState<Reveal | null>(null);
  const newestAt = checks.detached ? null : (checks.list[0]?.at ?? null);

  const choose = useCallback((at: EpochMs) => {
    setPinnedAt(at);
    setTab('check');
  }, []);
  const reveal = (at: EpochMs) => {
    choose(at);
    setRevealed({ at });
    if (checks.list.every((check) => check.at !== at)) checks.showAround(at);
  };
  const choosePoint = async (row: ChartRow) => {
    const at = await checkOf(id, row);
    if (at !== null) reveal(at);
  };
  useLinkedCheck(id, linkedAt, reveal);

  return {
    at: pinnedAt ?? newestAt,
    isPinned: pinnedAt !== null && pinnedAt !== newestAt,
    revealed,
    tab,
    setTab,
    choose,
    choosePoint: (row) => void choosePoint(row),
    showLatest() {
      setPinnedAt(null);
      setRevealed(null);
      if (checks.detached) checks.showLatest();
    },
  };
}
