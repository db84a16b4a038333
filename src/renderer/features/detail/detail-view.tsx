/** One endpoint in depth: its latency, its checks, and the chosen check in full. */
import { ArrowLeft, SearchX } from 'lucide-react';
import { memo, useCallback, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { ChartRow } from '../../charts/rows.ts';
import { useEndpoint } from '../../live/hooks.ts';
import { SourceLabel } from '../../live/source-label.tsx';
import { staleSince } from '../../../shared/stale-sources.ts';
import { useRemoteSource } from '../../live/sources.ts';
import { navigate } from '../../navigation/route.ts';
import { useHostWindow } from '../../live/host-window.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { StatusBadge } from '../../components/status.tsx';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { useEndpointCommands } from '../overview/use-endpoint-commands.ts';
import { MaintenanceBanner } from '../maintenance/maintenance-banner.tsx';
import { usePhases } from '../check/use-phases.ts';
import { ChecksTable, type Reveal } from './checks-table.tsx';
import { ChartsPanel } from './charts-panel.tsx';
import { DetailActions } from './detail-actions.tsx';
import { useDetailKeys } from './detail-keys.ts';
import css from './detail-view.module.css';
import { ExportResults } from './export-results.tsx';
import { EndpointFacts } from './endpoint-facts.tsx';
import { NeighbourButtons, openNeighbour, useNeighbours } from './neighbours.tsx';
import { SourceBanner } from './source-banner.tsx';
import { SidePanel, type SideTab } from './side-panel.tsx';
import { Target } from './target.tsx';
import { useFindCheck } from './use-find-check.ts';
import { useChecks } from './use-checks.ts';
import { useLinkedCheck } from './use-linked-check.ts';
import { showPreviousView } from './use-viewport.ts';

const back = () => navigate('/');

/** Memoized, because the address changes whenever the charts show another time, but the rest of the page does not. */
export const DetailView = memo(function DetailView({ id, at }: DetailViewProps) {
  const view = useEndpoint(id);
  const reconnects = useReconnects(id);
  // Requests that failed while its source was away are sent again.
  return view === undefined ? <Gone /> : <Detail key={reconnects} view={view} at={at} />;
});

/** How often the source of an endpoint came back since the page was opened. */
function useReconnects(id: string): number {
  const isAway = staleSince(useRemoteSource(id)) !== null;
  const [seen, setSeen] = useState({ isAway, count: 0 });
  if (seen.isAway !== isAway) setSeen({ isAway, count: seen.count + (isAway ? 0 : 1) });
  return seen.count;
}

export interface DetailViewProps {
  readonly id: string;
  /** The check to show at first is the last one that began by then. Default: the newest. */
  readonly at?: EpochMs | undefined;
}

/** The way back to the list, which a window of its own does not have. */
function Back() {
  return useHostWindow().main ? <IconButton label="Back" icon={ArrowLeft} shortcut="Esc" onClick={back} /> : null;
}

function Gone() {
  const { main } = useHostWindow();
  return (
    <Page title="Endpoint" before={<Back />}>
      <EmptyState
        icon={SearchX}
        title="Endpoint not found"
        {...(main ? { action: <Button onClick={back}>Go to overview</Button> } : {})}
      >
        <p>This endpoint was deleted, or the link belongs to another Lookout.</p>
      </EmptyState>
    </Page>
  );
}

function Detail({ view, at }: { readonly view: EndpointView; readonly at: EpochMs | undefined }) {
  const { endpoint, state } = view;
  const { id } = endpoint;
  const { main } = useHostWindow();
  const isAway = staleSince(useRemoteSource(id)) !== null;
  const commands = useEndpointCommands();
  const checkOf = useFindCheck();
  const checks = useChecks(id, endpoint.config.interval);
  const phases = usePhases(endpoint.config.kind);
  /** Null: always the newest check. */
  const [pinnedAt, setPinnedAt] = useState<EpochMs | null>(null);
  const [tab, setTab] = useState<SideTab>('check');
  const neighbours = useNeighbours(id);
  /** The check that was chosen in the chart, which the table scrolls to. */
  const [revealed, setRevealed] = useState<Reveal | null>(null);
  const newestAt = checks.detached ? null : (checks.list[0]?.at ?? null);
  const chosenAt = pinnedAt ?? newestAt;
  const [exportsResults, setExportsResults] = useState(false);

  // Stable, so that the rows of the table do not render again with every check.
  const choose = useCallback((checkAt: EpochMs) => {
    setPinnedAt(checkAt);
    setTab('check');
  }, []);
  const reveal = (checkAt: EpochMs) => {
    choose(checkAt);
    setRevealed({ at: checkAt });
    if (checks.list.every((check) => check.at !== checkAt)) checks.showAround(checkAt);
  };
  useLinkedCheck(id, at, reveal);
  const showLatest = () => {
    setPinnedAt(null);
    setRevealed(null);
    if (checks.detached) checks.showLatest();
  };
  const choosePoint = async (row: ChartRow) => {
    const at = await checkOf(id, row);
    if (at !== null) reveal(at);
  };

  const leave = () => {
    if (main) back();
  };
  const actions = {
    edit: () => openEndpointDialog({ mode: 'edit', id }),
    clone: () => openEndpointDialog({ mode: 'clone', id }),
    exportResults: () => setExportsResults(true),
    maintenance: () => void commands.startMaintenance([id], 60),
    acknowledge: () => commands.acknowledgeUntil([id]),
    silence: () => void commands.silence([id], 60),
    pause: () => void commands.togglePause([id]),
    check: () => void commands.checkNow([id]),
    remove: () => {
      // Endpoints of lookout.yaml cannot be deleted, and the toast says so.
      if (endpoint.source !== 'file') leave();
      void commands.remove([id]);
    },
    openWindow: () => void commands.openWindow(id),
    back: leave,
    next: () => openNeighbour(neighbours.next),
    previous: () => openNeighbour(neighbours.previous),
    previousRange: showPreviousView,
  };
  useDetailKeys(actions);

  return (
    <Page
      before={
        <>
          <Back />
          <NeighbourButtons neighbours={neighbours} />
        </>
      }
      title={
        <span className={css.title}>
          <StatusBadge
            status={isAway ? 'unknown' : state.status}
            failing={state.failing > 0 && !isAway}
            className={css.status}
          />
          <span className={css.name} title={endpoint.config.name}>
            {endpoint.config.name}
          </span>
          <SourceLabel id={id} />
        </span>
      }
      actions={<DetailActions endpoint={endpoint} actions={actions} />}
    >
      <div className={css.content}>
        <div className={css.top}>
          {state.maintenance === undefined ? null : (
            <MaintenanceBanner maintenance={state.maintenance} since={state.since} />
          )}
          <SourceBanner id={id} />
          <Target target={endpoint.target} />
          <EndpointFacts view={view} />
        </div>
        {exportsResults ? <ExportResults endpoint={endpoint} onClose={() => setExportsResults(false)} /> : null}
        <ChartsPanel view={view} chosenAt={chosenAt} onChoose={(row) => void choosePoint(row)} />
        <div className={css.columns}>
          <section className={css.checks} aria-label="Checks">
            <ChecksTable
              checks={checks}
              kind={endpoint.config.kind}
              phases={phases}
              chosenAt={chosenAt}
              reveal={revealed}
              onChoose={choose}
              onLatest={showLatest}
            />
          </section>
          <SidePanel
            endpoint={endpoint}
            checks={checks.list}
            complete={checks.loaded && !checks.hasOlder && !checks.detached}
            chosenAt={chosenAt}
            pinned={pinnedAt !== null && pinnedAt !== newestAt}
            onLatest={showLatest}
            tab={tab}
            onTab={setTab}
          />
        </div>
      </div>
    </Page>
  );
}
