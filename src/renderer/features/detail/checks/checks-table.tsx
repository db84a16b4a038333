import { memo, useEffect, useMemo, useRef, useState, type UIEvent } from 'react';
import type { EpochMs } from '../../../../contract/model/units.ts';
import type { PhaseLook } from '../../../charts/data/phase-look.ts';
import { Button } from '../../../components/button.tsx';
import { Skeleton } from '../../../components/spinner.tsx';
import { longestOf } from '../../check/waterfall-layout.ts';
import { CheckRow } from './check-row.tsx';
import { runAt, tableItems, type TableItem } from './check-runs.ts';
import css from './checks-table.module.css';
import { RunRow } from './run-row.tsx';
import type { Checks } from './use-checks.ts';

/** A request to show the row of a check; a new object each time. */
export interface Reveal {
  readonly at: EpochMs;
}

export interface ChecksTableProps {
  readonly checks: Checks;
  /** The endpoint's kind. */
  readonly kind: string;
  /** The phases of the endpoint's kind, in order; a stable list. */
  readonly phases: readonly PhaseLook[];
  /** The time of the check that is shown in full. */
  readonly chosenAt: EpochMs | null;
  /** A check that was chosen elsewhere, such as in the chart: its row is scrolled into view. Null: none. */
  readonly reveal: Reveal | null;
  readonly onChoose: (at: EpochMs) => void;
  /** Goes back to the newest check. */
  readonly onLatest: () => void;
}

/** Pixels from the end at which older checks are requested. */
const NEAR_END = 200;
/** With fewer rows than this, older checks are requested until the list has `MOST_CHECKS`. */
const FEW_ROWS = 12;
const MOST_CHECKS = 1000;

/**
 * Every check as a row, newest first, with the full failure; failures in a row are one row that can be opened. It is also
 * the chart's alternative for screen readers.
 */
export function ChecksTable({ checks, kind, phases, chosenAt, reveal, onChoose, onLatest }: ChecksTableProps) {
  const { list, loaded, hasOlder, loading, trouble, loadOlder, detached } = checks;
  const [opened, setOpened] = useState<ReadonlySet<EpochMs>>(new Set());
  const items = useMemo(() => tableItems(list, opened, hasOlder), [list, opened, hasOlder]);
  const body = useRevealed(reveal, items, setOpened);

  // With runs, many checks may need only a few rows.
  const few = loaded && trouble === null && hasOlder && items.length < FEW_ROWS && list.length < MOST_CHECKS;
  useEffect(() => {
    if (few) loadOlder();
  }, [few, loadOlder]);

  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    if (hasOlder && scrollHeight - scrollTop - clientHeight < NEAR_END) loadOlder();
  };

  return (
    <div className={css.checks}>
      {detached ? (
        <p className={css.detached}>
          Older checks
          <Button size="sm" onClick={onLatest}>
            Show the latest
          </Button>
        </p>
      ) : null}
      <div className={css.scroller} onScroll={onScroll}>
        <table className={css.table} aria-label="Recent checks" aria-busy={!loaded}>
          <TableHead />
          <tbody ref={body}>
            <Rows
              items={items}
              kind={kind}
              phases={phases}
              chosenAt={chosenAt}
              onChoose={onChoose}
              setOpened={setOpened}
            />
          </tbody>
        </table>
        {loaded || trouble !== null ? null : <LoadingRows />}
        {loaded && list.length === 0 ? <p className={css.note}>No checks yet.</p> : null}
        {trouble === null ? null : (
          <p className={css.note} role="alert">
            {trouble}
          </p>
        )}
        {hasOlder || trouble !== null ? (
          <div className={css.more}>
            <Button size="sm" busy={loading} onClick={loadOlder}>
              Load older
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

type SetOpened = (change: (opened: ReadonlySet<EpochMs>) => ReadonlySet<EpochMs>) => void;

/** Opens the run of a check that was chosen elsewhere, and scrolls to its row, once for each choice. */
function useRevealed(reveal: Reveal | null, items: readonly TableItem[], setOpened: SetOpened) {
  const body = useRef<HTMLTableSectionElement>(null);
  const revealed = useRef<Reveal | null>(null);
  useEffect(() => {
    if (reveal === null || revealed.current === reveal) return;
    const row = body.current?.querySelector(`[data-at="${reveal.at}"]`);
    if (row) {
      revealed.current = reveal;
      row.scrollIntoView({ block: 'nearest' });
    } else if (runAt(items, reveal.at) !== undefined) {
      setOpened((opened) => new Set(opened).add(reveal.at));
    }
  }, [reveal, items, setOpened]);
  return body;
}

const TableHead = memo(function TableHead() {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="sr-only">Verdict</span>
        </th>
        <th scope="col">Time</th>
        <th scope="col" className={css.ms}>
          Duration
        </th>
        <th scope="col" className={css.phases}>
          Phases
        </th>
        <th scope="col">Result</th>
      </tr>
    </thead>
  );
});

interface RowsProps extends Pick<ChecksTableProps, 'kind' | 'phases' | 'chosenAt' | 'onChoose'> {
  readonly items: readonly TableItem[];
  readonly setOpened: SetOpened;
}

function Rows({ items, kind, phases, chosenAt, onChoose, setOpened }: RowsProps) {
  const longest = useMemo(
    () => longestOf(items.flatMap((item) => (item.type === 'check' ? [item.check] : []))),
    [items],
  );
  const focusable = focusableOf(items, chosenAt);
  return items.map((item) =>
    item.type === 'run' ? (
      <RunRow
        key={`run ${item.run.from}`}
        run={item.run}
        kind={kind}
        open={item.open}
        chosen={!item.open && chosenAt !== null && item.run.from <= chosenAt && item.run.to >= chosenAt}
        focusable={item === focusable}
        onToggle={(open) =>
          setOpened((opened) => {
            const next = new Set(opened);
            for (const { at } of item.run.checks) next.delete(at);
            return open ? next.add(item.run.from) : next;
          })
        }
      />
    ) : (
      <CheckRow
        key={item.check.at}
        check={item.check}
        kind={kind}
        phases={phases}
        longestMs={longest}
        inRun={item.run !== null}
        chosen={item.check.at === chosenAt}
        focusable={item === focusable}
        onChoose={onChoose}
      />
    ),
  );
}

/** The row that Tab leads to: that of the chosen check, or the first. */
function focusableOf(items: readonly TableItem[], chosenAt: EpochMs | null): TableItem | undefined {
  const chosen = items.find((item) => item.type === 'check' && item.check.at === chosenAt);
  const run = runAt(items, chosenAt);
  return chosen ?? items.find((item) => item.type === 'run' && item.run === run) ?? items[0];
}

function LoadingRows() {
  return Array.from({ length: 6 }, (_, index) => (
    <div key={index} className={css.loading}>
      <Skeleton />
    </div>
  ));
}
