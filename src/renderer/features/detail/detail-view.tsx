/** One endpoint in depth: its latency, its checks, and the chosen check in full. */
import { ArrowLeft, SearchX } from 'lucide-react';
import { memo, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
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
import { MaintenanceBanner } from '../maintenance/maintenance-banner.tsx';
import { usePhases } from '../check/use-phases.ts';
import { ChecksTable } from './checks/checks-table.tsx';
import { ChartsPanel } from './sections/charts-panel.tsx';
import { DetailActions } from './detail-actions.tsx';
import { useDetailKeys } from './detail-keys.ts';
import css from './detail-view.module.css';
import { ExportResults } from './export-results.tsx';
import { EndpointFacts } from './endpoint-facts.tsx';
import { NeighbourButtons, useNeighbours } from './neighbours.tsx';
import { SourceBanner } from './source-banner.tsx';
import { SidePanel } from './side/side-panel.tsx';
import { Target } from './target.tsx';
import { useChecks } from './checks/use-checks.ts';
import { useChosenCheck } from './use-chosen-check.ts';
import { useDetailCommands } from './use-detail-commands.ts';

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
  const { id, config } = endpoint;
  const checks = useChecks(id, config.interval);
  const chosen = useChosenCheck(id, checks, at);
  const phases = usePhases(config.kind);
  const neighbours = useNeighbours(id);
  const [exportsResults, setExportsResults] = useState(false);
  const actions = useDetailCommands(endpoint, neighbours, () => setExportsResults(true));
  useDetailKeys(actions);

  return (
    <Page
      before={
        <>
          <Back />
          <NeighbourButtons neighbours={neighbours} />
        </>
      }
      title={<Title view={view} />}
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
        <ChartsPanel view={view} chosenAt={chosen.at} onChoose={chosen.choosePoint} />
        <div className={css.columns}>
          <section className={css.checks} aria-label="Checks">
            <ChecksTable
              checks={checks}
              kind={config.kind}
              phases={phases}
              chosenAt={chosen.at}
              reveal={chosen.revealed}
              onChoose={chosen.choose}
              onLatest={chosen.showLatest}
            />
          </section>
          <SidePanel
            endpoint={endpoint}
            checks={checks.list}
            complete={checks.loaded && !checks.hasOlder && !checks.detached}
            chosenAt={chosen.at}
            pinned={chosen.isPinned}
            onLatest={chosen.showLatest}
            tab={chosen.tab}
            onTab={chosen.setTab}
          />
        </div>
      </div>
    </Page>
  );
}

function Title({ view: { endpoint, state } }: { readonly view: EndpointView }) {
  const { id, config } = endpoint;
  const isAway = staleSince(useRemoteSource(id)) !== null;
  return (
    <span className={css.title}>
      <StatusBadge
        status={isAway ? 'unknown' : state.status}
        failing={state.failing > 0 && !isAway}
        className={css.status}
      />
      <span className={css.name} title={config.name}>
        {config.name}
      </span>
      <SourceLabel id={id} />
    </span>
  );
}
