import { Megaphone, Pencil, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { AlertChannelView, ChannelDescriptor } from '../../../contract/model/alert-channel.ts';
import { IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import items from '../../components/item-list.module.css';
import { formatCount } from '../../format.ts';
import { useCommand } from '../../live/use-command.ts';
import { formatWhen } from '../check/when.ts';
import { NotificationPermission } from '../../live/notification-permission.tsx';
import css from './alerts.module.css';
import { ChannelDialog } from './channel-dialog.tsx';

export interface ChannelsListProps {
  readonly channels: readonly AlertChannelView[];
  readonly kinds: readonly ChannelDescriptor[];
  readonly canEdit: boolean;
  /** The button that adds a channel. */
  readonly add: ReactNode;
}

export function ChannelsList({ channels, kinds, canEdit, add }: ChannelsListProps) {
  const [edited, setEdited] = useState<AlertChannelView | null>(null);
  const command = useCommand();
  if (channels.length === 0) {
    return (
      <EmptyState icon={Megaphone} title="No channels" action={add}>
        <p>A channel is a way to reach people: mail, a chat, a phone, an on-call service, a webhook or a program.</p>
      </EmptyState>
    );
  }
  const needs = new Set(channels.map(({ config }) => kinds.find(({ kind }) => kind === config.kind)?.needs));
  return (
    <>
      {needs.has('notifications') ? (
        <div className={css.permission}>
          <NotificationPermission />
        </div>
      ) : null}
      <ul className={items.list}>
        {channels.map((channel) => {
          const { id, config, source } = channel;
          const fromFile = source === 'file';
          return (
            <li key={id} className={items.item}>
              <div className={css.main}>
                <p className={items.name}>
                  {config.name}
                  {fromFile ? <span className={items.badge}>lookout.yaml</span> : null}
                </p>
                <p className={items.facts}>{kinds.find(({ kind }) => kind === config.kind)?.title ?? config.kind}</p>
                <State channel={channel} />
              </div>
              {fromFile || !canEdit ? null : (
                <div className={css.actions}>
                  <IconButton
                    label={`Edit ${config.name}`}
                    icon={Pencil}
                    size="sm"
                    onClick={() => setEdited(channel)}
                  />
                  <IconButton
                    label={`Remove ${config.name}`}
                    icon={Trash2}
                    size="sm"
                    onClick={() => void command('Could not remove the channel', 'channels.remove', { ids: [id] })}
                  />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {edited === null ? null : <ChannelDialog kinds={kinds} channel={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function State({ channel: { config, trouble, deliveredAt, waiting } }: { readonly channel: AlertChannelView }) {
  const command = useCommand();
  const last = trouble?.tries.at(-1);
  if (trouble !== null) {
    return (
      <div className={css.trouble}>
        <p>
          {trouble.state === 'failed'
            ? 'The last message was not delivered'
            : 'Lookout is trying to send the last message again'}
          {last === undefined ? '' : `: ${last.answer}`}
          {waiting > 1 ? ` ${formatCount(waiting)} messages wait.` : ''}
        </p>
        <button
          type="button"
          className={css.link}
          aria-label={`Send it now to ${config.name}`}
          onClick={() => void command('Could not send the message', 'alerts.deliver', { deliveryId: trouble.id })}
        >
          Send it now
        </button>
      </div>
    );
  }
  return deliveredAt === null ? null : <p className={items.facts}>Delivered {formatWhen(deliveredAt)}</p>;
}
