/** Several endpoints over the same time: as lines of one chart, or as small charts. */
import { ArrowLeft, ChartSpline } from 'lucide-react';
import { memo, useCallback, useEffect } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { useSize } from '../../charts/frame/use-size.ts';
import { formatCount } from '../../format.ts';
import type { Comparison } from '../../navigation/comparison.ts';
import { MOST_IN_ONE } from '../../navigation/comparison.ts';
import { navigate, pathOf, rewritePath } from '../../navigation/route.ts';
import { detailAction } from '../detail/detail-keys.ts';
import { RangeBar } from '../detail/range/range-bar.tsx';
import { showPreviousView, useAddressedViewport, usePageTime } from '../detail/range/use-viewport.ts';
import type { PointOfChecks } from '../detail/checks/find-check.ts';
import { useFindCheck } from '../detail/checks/use-find-check.ts';
import { FIRST_VIEW } from '../detail/range/views.ts';
import { AddEndpoint } from './add-endpoint.tsx';
import { CompareChoices } from './compare-choices.tsx';
import { CompareSection } from './compare-section.tsx';
import css from './compare.module.css';
import { ghostLabel, ghostShift } from './ghost-time.ts';
import { GhostSource, LineSource, useLines } from './line-source.tsx';
import { Multiples } from './multiples.tsx';
import { Timelines, TimelineSection } from './timeline-section.tsx';
import { useCompared, type Compared } from './use-compared.ts';

const toOverview = () => navigate('/');

/** The keys of the page: Esc leaves it, Backspace returns to the previous view. */
function useCompareKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = detailAction(event);
      if (action !== 'back' && action !== 'previousRange') return;
      event.preventDefault();
      if (action === 'back') toOverview();
      else showPreviousView();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

export const CompareView = memo(function CompareView({ comparison }: { readonly comparison: Comparison }) {
  const compared = useCompared(comparison);
  useCompareKeys();
  const change = useCallback(
    (patch: Partial<Comparison>) =>
      rewritePath(pathOf({ name: 'compare', comparison: { ...comparison, ...patch } }), 'replace'),
    [comparison],
  );
  const add = (id: string) => change({ ids: [...comparison.ids, id] });
  const { views, missing } = compared;
  const adding = <AddEndpoint taken={comparison.ids} onAdd={add} />;
  return (
    <Page
      before={<IconButton label="Back" icon={ArrowLeft} shortcut="Esc" onClick={toOverview} />}
      title={titleOf(comparison)}
      actions={comparison.group === undefined && views.length > 0 ? adding : null}
    >
      {missing === 0 ? null : (
        <output className={css.note}>
          {missing === 1
            ? '1 endpoint of this link is not on the list. It was deleted, or the link belongs to another Lookout.'
            : `${formatCount(missing)} endpoints of this link are not on the list. They were deleted, or the link belongs to another Lookout.`}
        </output>
      )}
      {views.length === 0 ? (
        <EmptyState
          icon={ChartSpline}
          title={comparison.group === undefined ? 'No endpoints to compare' : 'No endpoints in this group'}
          action={comparison.group === undefined ? adding : <Button onClick={toOverview}>Go to overview</Button>}
        >
          {comparison.group === undefined ? (
            <p>Select endpoints in the overview and press Compare, or add them here.</p>
          ) : null}
        </EmptyState>
      ) : (
        <Charts comparison={comparison} compared={compared} onChange={change} />
      )}
    </Page>
  );
});

function titleOf({ group }: Comparison): string {
  if (group === undefined) return 'Compare';
  return group === '' ? 'Compare endpoints without a group' : `Compare ${group}`;
}

interface ChartsProps {
  readonly comparison: Comparison;
  readonly compared: Compared;
  readonly onChange: (patch: Partial<Comparison>) => void;
}

function Charts({ comparison, compared, onChange }: ChartsProps) {
  const [ref, { width }] = useSize<HTMLElement>();
  const page = useAddressedViewport(comparison.view ?? FIRST_VIEW, (view) =>
    pathOf({ name: 'compare', comparison: { ...comparison, view } }),
  );
  const time = usePageTime(compared.ids, page);
  const { value, ghost, layout } = comparison;
  const by = ghostShift(ghost, time.settled.to);
  const tooMany = compared.views.length > MOST_IN_ONE;
  const lines = useLines(time, width, ghost === 'none' ? null : by);
  const shown = layout === 'multiples' || tooMany ? 'multiples' : 'one';
  const choose = useChoose(comparison);
  const { ids } = comparison;
  const remove = useCallback((id: string) => onChange({ ids: ids.filter((one) => one !== id) }), [ids, onChange]);
  const chooseState = useCallback(
    (id: string, at: number) => choose(id, { at: Math.ceil(at), width: 0, count: 0, down: 0, unknown: 0 }),
    [choose],
  );
  return (
    <section ref={ref} className={css.panel} aria-label="Charts">
      <div className={css.bar}>
        <RangeBar page={page} view={time.view} />
        <CompareChoices value={value} ghost={ghost} layout={shown} tooMany={tooMany} onChange={onChange} />
      </div>
      {shown === 'multiples' ? (
        <>
          <Multiples
            views={compared.views}
            time={time}
            value={value}
            by={ghost === 'none' ? null : by}
            ghostLabel={ghostLabel(ghost)}
            onChoose={choose}
          />
          <Timelines views={compared.views} time={time} onChoose={chooseState} />
        </>
      ) : (
        <>
          {compared.views.map((view) => (
            <LineSource key={view.endpoint.id} {...{ view, lines, time, width }} />
          ))}
          {ghost === 'none'
            ? null
            : compared.views.map((view) => (
                <GhostSource key={`${view.endpoint.id} ${ghost}`} {...{ view, lines, time, width, by }} />
              ))}
          <CompareSection
            views={compared.views}
            lines={lines.shown}
            time={time}
            comparison={comparison}
            onRemove={remove}
            onChoose={choose}
          />
          <TimelineSection
            title="States"
            views={compared.views}
            histories={lines.histories}
            time={time}
            onChoose={chooseState}
          />
        </>
      )}
    </section>
  );
}

/** Opens the endpoint of a point over the same time, with the check of the point. */
function useChoose({ view }: Comparison) {
  const checkOf = useFindCheck();
  return useCallback(
    (id: string, row: PointOfChecks) => {
      const open = async () => {
        const at = await checkOf(id, row);
        const more = { ...(view === undefined ? {} : { view }), ...(at === null ? {} : { at }) };
        navigate(pathOf({ name: 'endpoint', id, ...more }));
      };
      void open();
    },
    [checkOf, view],
  );
}
