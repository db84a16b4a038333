import { clsx } from 'clsx';
import { Info, TriangleAlert, WifiOff, OctagonX, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatMoment } from '../format.ts';
import { useConnected, useLastContact, useNetwork, useNotices, useTexts } from '../live/hooks.ts';
import { Spinner } from '../components/spinner.tsx';
import css from './banners.module.css';

const NOTICE_ICON = { info: Info, warning: TriangleAlert, error: OctagonX } as const satisfies Record<
  string,
  LucideIcon
>;

/** Banners about Lookout itself rather than an endpoint: no connection to it, no network, notices of the engine. */
export function Banners() {
  const connected = useConnected();
  const network = useNetwork();
  const notices = useNotices();
  const texts = useTexts();
  return (
    <div aria-live="polite">
      {connected ? null : <NotConnected />}
      {network.online ? null : (
        <Banner level="warning" icon={<WifiOff size={15} aria-hidden />} title="This machine is offline.">
          {texts.failure({ code: 'local.offline', params: { reason: network.reason } })} Failures meanwhile count as
          unknown, not as downtime.
        </Banner>
      )}
      {notices.map((notice) => {
        const Icon = NOTICE_ICON[notice.level];
        const { title, body } = texts.notice(notice);
        return (
          <Banner key={notice.id} level={notice.level} icon={<Icon size={15} aria-hidden />} title={title}>
            {body}
          </Banner>
        );
      })}
    </div>
  );
}

function NotConnected() {
  const lastContact = useLastContact();
  return (
    <Banner level="warning" icon={<Spinner size={14} />} title="Not connected to Lookout.">
      Last contact {formatMoment(lastContact)}. Everything shown is from then. Trying to reconnect.
    </Banner>
  );
}

interface BannerProps {
  readonly level: 'info' | 'warning' | 'error';
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Banner({ level, icon, title, children }: BannerProps) {
  return (
    <div className={clsx(css.banner, css[level])}>
      <span className={css.icon}>{icon}</span>
      <p>
        <strong className={css.title}>{title}</strong> <span className={css.body}>{children}</span>
      </p>
    </div>
  );
}
