/** The card that shows the checks under the pointer. All rows share one card, so no row renders for it. */
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import type { RecentChecks } from '../../../contract/model/endpoint.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { createSharedValue } from '../../components/shared-value.ts';
import { DisturbedMark } from '../../components/disturbed-mark.tsx';
import { STATUS_LOOK } from '../../components/status.tsx';
import { formatLatency, formatTime } from '../../format.ts';
import { useEndpoint, useTexts } from '../../live/hooks.ts';
import { isDisturbed } from './check-buckets.ts';
import css from './check-hover.module.css';

export interface Hover {
  readonly id: string;
  /**
   * The checks that started from this time on, up to `to`: a time range, because the bars move while the pointer rests.
   */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly x: number;
  readonly y: number;
}

const hover = createSharedValue<Hover | null>(null);

export function showHover(next: Hover | null): void {
  const before = hover.get();
  if (next !== null && before !== null && next.id === before.id && next.from === before.from) return;
  hover.set(next);
}

export function CheckHoverCard() {
  const shown = hover.use();
  // When this view is shown again later, the pointer is elsewhere.
  useEffect(() => () => hover.set(null), []);
  return shown === null ? null : <HoverCard hover={shown} />;
}

const CARD_WIDTH = 280;

function HoverCard({ hover }: { readonly hover: Hover }) {
  const view = useEndpoint(hover.id);
  const texts = useTexts();
  const recent = view?.recent;
  const indexes = recent === undefined ? [] : indexesOf(recent, hover);
  if (recent === undefined || indexes.length === 0) return null;
  const left = Math.min(Math.max(8, hover.x - CARD_WIDTH / 2), window.innerWidth - CARD_WIDTH - 8);
  // Above if there is no room below.
  const place =
    hover.y > window.innerHeight - 130 ? { bottom: window.innerHeight - hover.y + 36 } : { top: hover.y + 8 };
  const failure = indexes.map((index) => recent.failure[index]).findLast((one) => one !== null && one !== undefined);
  // Outside of the list, because `fixed` would be relative to an ancestor with a CSS filter.
  return createPortal(
    <div className={css.card} style={{ left, width: CARD_WIDTH, ...place }} aria-hidden>
      {indexes.slice(-SHOWN).map((index) => (
        <Check key={recent.at[index]} recent={recent} index={index} />
      ))}
      {indexes.length > SHOWN ? <p className={css.rest}>{indexes.length} checks in this interval</p> : null}
      {failure ? <p className={css.sentence}>{texts.failure(failure, view?.endpoint.config.kind)}</p> : null}
      {indexes.some((index) => isDisturbed(recent, index)) ? (
        <p className={css.sentence}>Measured while Lookout was busy.</p>
      ) : null}
    </div>,
    document.body,
  );
}

/** The maximum number of checks of a bucket in the card: a check and its retries. */
const SHOWN = 4;

function indexesOf(recent: RecentChecks, { from, to }: Hover): readonly number[] {
  return recent.at.flatMap((at, index) => (at >= from && at < to ? [index] : []));
}

function Check({ recent, index }: { readonly recent: RecentChecks; readonly index: number }) {
  const { word, icon: Icon, color } = STATUS_LOOK[recent.verdict[index] ?? 'unknown'];
  return (
    <p className={css.head}>
      <span style={{ color }} className={css.verdict}>
        <Icon size={14} strokeWidth={2.25} />
        {word}
      </span>
      <span className="num">
        {isDisturbed(recent, index) ? <DisturbedMark /> : null}
        {formatLatency(recent.durationMs[index] ?? 0)}
      </span>
      <span className={css.time}>{formatTime(recent.at[index] ?? 0)}</span>
    </p>
  );
}
