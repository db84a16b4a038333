import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { ItemListSkeleton } from '../../components/item-list-skeleton.tsx';
import { Page } from '../../components/page.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { formatCount } from '../../format.ts';
import { useCapabilities } from '../../live/hooks.ts';
import { RemoteNote } from '../../live/remote-note.tsx';
import { useAnswer } from '../../live/use-answer.ts';
import { AlertsList } from './alerts-list.tsx';
import css from './alerts.module.css';
import { ChannelDialog } from './channel-dialog.tsx';
import { ChannelsList } from './channels-list.tsx';
import { OutboxList } from './outbox-list.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { RulesList } from './rules-list.tsx';
import { SilenceDialog } from './silence-dialog.tsx';
import { SilencesList } from './silences-list.tsx';

type Tab = 'alerts' | 'rules' | 'channels' | 'silences' | 'outbox';

/** What the open dialog adds. */
type Added = 'rule' | 'channel' | 'silence';

const ENDED_SHOWN = 50;

/** What each tab shows only of this Lookout. */
const REMOTE = { rules: 'rules', channels: 'channels', silences: 'silences', outbox: 'messages' } as const;

/** Alerts, with their rules, channels and silences. */
export function AlertsView() {
  const [tab, setTab] = useState<Tab>('alerts');
  const [adding, setAdding] = useState<Added | null>(null);
  const { edit } = useCapabilities();
  const open = useAnswer('alerts.list', { open: true, limit: 200 }, 'alerts');
  const ended = useAnswer('alerts.list', { open: false, limit: ENDED_SHOWN }, 'alerts');
  const rules = useAnswer('rules.list', {}, 'alerting');
  const channels = useAnswer('channels.list', {}, 'alerting');
  const kinds = useAnswer('channels.kinds', {}, 'alerting');
  const silences = useAnswer('silences.list', {}, 'alerting');
  const trouble = [open, rules, channels, silences].map((one) => one.trouble).find((text) => text !== null) ?? null;
  const names = (channels.answer ?? []).map(({ config }) => config.name);
  const addButton = (what: Added, label: string) =>
    edit ? (
      <Button icon={Plus} variant="primary" size="sm" onClick={() => setAdding(what)}>
        {label}
      </Button>
    ) : null;
  const addRule = addButton('rule', 'Add rule');
  const addChannel = addButton('channel', 'Add channel');
  const addSilence = addButton('silence', 'Add silence');
  const actions: Readonly<Record<Tab, ReactNode>> = {
    alerts: null,
    rules: addRule,
    channels: addChannel,
    silences: addSilence,
    outbox: null,
  };
  return (
    <Page title="Alerts" actions={actions[tab]}>
      {trouble === null ? null : (
        <p className={css.error} role="alert">
          {trouble}
        </p>
      )}
      <Tabs
        label="Alerting"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            value: 'alerts',
            label: <Counted label="Alerts" count={open.answer?.length ?? 0} />,
            content:
              open.answer === null || ended.answer === null ? (
                <ItemListSkeleton />
              ) : (
                <AlertsList open={open.answer} ended={ended.answer} hasRules={(rules.answer ?? []).length > 0} />
              ),
          },
          {
            value: 'rules',
            label: 'Rules',
            content:
              rules.answer === null ? (
                <ItemListSkeleton />
              ) : (
                <RulesList rules={rules.answer} channels={names} canEdit={edit} add={addRule} />
              ),
          },
          {
            value: 'channels',
            label: 'Channels',
            content:
              channels.answer === null || kinds.answer === null ? (
                <ItemListSkeleton />
              ) : (
                <ChannelsList channels={channels.answer} kinds={kinds.answer} canEdit={edit} add={addChannel} />
              ),
          },
          {
            value: 'silences',
            label: <Counted label="Silences" count={silences.answer?.length ?? 0} />,
            content:
              silences.answer === null ? (
                <ItemListSkeleton />
              ) : (
                <SilencesList silences={silences.answer} canEdit={edit} add={addSilence} />
              ),
          },
          { value: 'outbox', label: 'Outbox', content: <OutboxList /> },
        ]}
      />
      {tab === 'alerts' ? null : <RemoteNote what={REMOTE[tab]} route={{ name: 'alerts' }} />}
      {adding === 'rule' ? <RuleDialog rule={null} channels={names} onClose={() => setAdding(null)} /> : null}
      {adding === 'silence' ? <SilenceDialog silence={null} onClose={() => setAdding(null)} /> : null}
      {adding === 'channel' && kinds.answer !== null ? (
        <ChannelDialog kinds={kinds.answer} channel={null} onClose={() => setAdding(null)} />
      ) : null}
    </Page>
  );
}

function Counted({ label, count }: { readonly label: string; readonly count: number }) {
  return (
    <>
      {label}
      {count === 0 ? null : <span className={css.count}>{formatCount(count)}</span>}
    </>
  );
}
