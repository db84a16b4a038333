import type { DetailDescriptor } from '../../../../contract/descriptor.ts';
import type { TlsDetails } from '../../../../contract/model/check.ts';
import type { Endpoint } from '../../../../contract/model/endpoint.ts';
import type { EpochMs } from '../../../../contract/model/units.ts';
import { formatCount } from '../../../format.ts';
import { Button } from '../../../components/button.tsx';
import { Skeleton } from '../../../components/spinner.tsx';
import { Tabs } from '../../../components/tabs.tsx';
import { Trouble } from '../../../components/trouble.tsx';
import { useKind } from '../../../live/hooks.ts';
import { AnnotationList } from '../../annotations/annotation-list.tsx';
import { useIncidentPages } from '../../incidents/use-incident-pages.ts';
import { UptimePanel } from '../../objectives/uptime-panel.tsx';
import { CertificatePanel } from './certificate-panel.tsx';
import { tlsAmong } from '../../check/detail-text.ts';
import { CheckDetails } from '../../check/check-details.tsx';
import { isWhole, type ListedCheck } from '../checks/check-list.ts';
import { ConfigPanel } from './config-panel.tsx';
import { EndpointChanges } from './endpoint-changes.tsx';
import { EndpointIncidents } from './endpoint-incidents.tsx';
import css from './side-panel.module.css';
import { useChanges } from './use-changes.ts';
import { useWholeCheck } from '../checks/use-checks.ts';

export type SideTab = 'check' | 'certificate' | 'incidents' | 'uptime' | 'changes' | 'notes' | 'config';

export interface SidePanelProps {
  readonly endpoint: Endpoint;
  /** Newest first. */
  readonly checks: readonly ListedCheck[];
  /** There are no older checks. */
  readonly complete: boolean;
  readonly chosenAt: EpochMs | null;
  /** The chosen check stays when newer ones come. */
  readonly pinned: boolean;
  readonly onLatest: () => void;
  readonly tab: SideTab;
  readonly onTab: (tab: SideTab) => void;
}

/** Beside the checks: the chosen one in full, the certificate, the incidents, the config. */
export function SidePanel({ endpoint, checks, complete, chosenAt, pinned, onLatest, tab, onTab }: SidePanelProps) {
  const { check, trouble } = useWholeCheck(endpoint.id, chosenAt, checks);
  const incidents = useIncidentPages({ id: endpoint.id });
  const declared = useKind(endpoint.config.kind)?.details ?? NO_DETAILS;
  const tls = (check === null ? null : tlsAmong(check.details, declared)) ?? newestTls(checks, declared);
  const tracked = declared.filter((detail) => detail.tracked !== undefined);
  const changes = useChanges(endpoint.id, checks[0]?.at ?? null, tracked.length > 0);
  const count = incidents.incidents.length;

  const checkTab = {
    value: 'check' as const,
    label: 'Check',
    content: (
      <>
        <Trouble className={css.trouble}>{trouble}</Trouble>
        {check === null ? (
          chosenAt === null ? (
            <NoCheck />
          ) : (
            <Skeleton height={80} />
          )
        ) : (
          <CheckDetails check={check} history={{ checks, complete }} />
        )}
      </>
    ),
  };
  const certificateTab = tls && {
    value: 'certificate' as const,
    label: 'Certificate',
    content: <CertificatePanel tls={tls} />,
  };
  const incidentsTab = {
    value: 'incidents' as const,
    label: countLabel('Incidents', count, incidents.hasOlder),
    content: <EndpointIncidents pages={incidents} />,
  };
  const changesTab =
    tracked.length === 0
      ? null
      : {
          value: 'changes' as const,
          label: countLabel('Changes', changes.changes.length, changes.hasOlder),
          content: <EndpointChanges pages={changes} declared={tracked} />,
        };
  const uptimeTab = { value: 'uptime' as const, label: 'Uptime', content: <UptimePanel id={endpoint.id} /> };
  const notesTab = {
    value: 'notes' as const,
    label: 'Notes',
    content: <AnnotationList id={endpoint.id} name={endpoint.config.name} />,
  };
  const configTab = { value: 'config' as const, label: 'Config', content: <ConfigPanel endpoint={endpoint} /> };

  return (
    <section className={css.panel} aria-label="Details">
      {pinned && tab === 'check' ? (
        <Button size="sm" variant="ghost" className={css.latest} onClick={onLatest}>
          To the latest
        </Button>
      ) : null}
      <Tabs<SideTab>
        label="Details"
        value={(tab === 'certificate' && !certificateTab) || (tab === 'changes' && !changesTab) ? 'check' : tab}
        onChange={onTab}
        tabs={[
          checkTab,
          ...(certificateTab ? [certificateTab] : []),
          incidentsTab,
          uptimeTab,
          ...(changesTab ? [changesTab] : []),
          notesTab,
          configTab,
        ]}
      />
    </section>
  );
}

function countLabel(label: string, count: number, more: boolean): string {
  return count === 0 ? label : `${label} ${formatCount(count)}${more ? '+' : ''}`;
}

/** The newest known certificate, because a check that failed before the handshake has none. */
function newestTls(checks: readonly ListedCheck[], declared: readonly DetailDescriptor[]): TlsDetails | null {
  for (const check of checks) {
    const tls = isWhole(check) ? tlsAmong(check.details, declared) : null;
    if (tls !== null) return tls;
  }
  return null;
}

const NO_DETAILS: readonly DetailDescriptor[] = [];

function NoCheck() {
  return <p className={css.none}>No check has ended yet.</p>;
}
