import type { Endpoint, EpochMs, TlsDetails } from '../../../contract/model.ts';
import { formatCount } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useIncidentPages } from '../incidents/use-incident-pages.ts';
import { CertificatePanel } from './certificate-panel.tsx';
import { CheckDetails } from './check-details.tsx';
import { isWhole, type ListedCheck } from './check-list.ts';
import { ConfigPanel } from './config-panel.tsx';
import { EndpointIncidents } from './endpoint-incidents.tsx';
import css from './side-panel.module.css';
import { useWholeCheck } from './use-checks.ts';

export type SideTab = 'check' | 'certificate' | 'incidents' | 'config';

export interface SidePanelProps {
  readonly endpoint: Endpoint;
  /** Newest first. */
  readonly checks: readonly ListedCheck[];
  readonly chosenAt: EpochMs | null;
  /** The chosen check stays when newer ones come. */
  readonly pinned: boolean;
  readonly onLatest: () => void;
  readonly tab: SideTab;
  readonly onTab: (tab: SideTab) => void;
}

/** Beside the checks: the chosen one in full, the certificate, the incidents, the config. */
export function SidePanel({ endpoint, checks, chosenAt, pinned, onLatest, tab, onTab }: SidePanelProps) {
  const { check, trouble } = useWholeCheck(endpoint.id, chosenAt, checks);
  const incidents = useIncidentPages(endpoint.id);
  const tls = check?.details.tls ?? newestTls(checks);
  const count = incidents.incidents.length;

  const checkTab = {
    value: 'check' as const,
    label: 'Check',
    content: (
      <>
        {trouble === null ? null : (
          <p className={css.trouble} role="alert">
            {trouble}
          </p>
        )}
        {check === null ? chosenAt === null ? <NoCheck /> : <Skeleton height={80} /> : <CheckDetails check={check} />}
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
    label: count === 0 ? 'Incidents' : `Incidents ${formatCount(count)}${incidents.hasOlder ? '+' : ''}`,
    content: <EndpointIncidents pages={incidents} />,
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
        value={tab === 'certificate' && !certificateTab ? 'check' : tab}
        onChange={onTab}
        tabs={[checkTab, ...(certificateTab ? [certificateTab] : []), incidentsTab, configTab]}
      />
    </section>
  );
}

/** A check that failed before the handshake shows no certificate: the newest that was seen still holds. */
function newestTls(checks: readonly ListedCheck[]): TlsDetails | undefined {
  for (const check of checks) if (isWhole(check) && check.details.tls !== undefined) return check.details.tls;
  return undefined;
}

function NoCheck() {
  return <p className={css.none}>No check has ended yet.</p>;
}
