import { ExternalLink, MessageSquarePlus, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { StatusPageView, StatusPost } from '../../../contract/model/status-page.ts';
import { POST_LABELS } from '../../../i18n/status-page/status-text.ts';
import { Button, IconButton } from '../../components/button.tsx';
import items from '../../components/item-list.module.css';
import { Skeleton } from '../../components/spinner.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { formatCounted, formatDateTime } from '../../format.ts';
import { useCapabilities } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useCommand } from '../../live/use-command.ts';
import { PageDialog } from './page-dialog.tsx';
import { PostDialog } from './post-dialog.tsx';

type Open =
  | { readonly type: 'page'; readonly page: StatusPageView | null }
  | { readonly type: 'post'; readonly post: StatusPost | null };

/** The public status pages, and the posts on them. */
export function StatusPagesSection() {
  const { answer: pages, trouble } = useAnswer('statusPages.list', {}, 'statusPages');
  const { answer: posts, trouble: postTrouble } = useAnswer('statusPosts.list', {}, 'statusPages');
  const { changeSettings } = useCapabilities();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <div className={items.section}>
      <Trouble>{trouble ?? postTrouble}</Trouble>
      {pages === null || posts === null ? (
        trouble === null && postTrouble === null ? (
          <Skeleton height={40} />
        ) : null
      ) : (
        <>
          <header className={items.header}>
            <p className={items.about}>Pages that everybody can read without a token, with feeds and badges.</p>
            {changeSettings ? (
              <Button size="sm" icon={Plus} onClick={() => setOpen({ type: 'page', page: null })}>
                Add status page
              </Button>
            ) : null}
          </header>
          {pages.length === 0 ? null : (
            <ul className={items.list} aria-label="Status pages">
              {pages.map((page) => (
                <PageItem
                  key={page.id}
                  page={page}
                  canEdit={changeSettings && page.source === 'hand'}
                  onEdit={() => setOpen({ type: 'page', page })}
                />
              ))}
            </ul>
          )}
          {pages.length === 0 ? null : (
            <header className={items.header}>
              <h3 className={items.title}>Posts</h3>
              <Button size="sm" icon={MessageSquarePlus} onClick={() => setOpen({ type: 'post', post: null })}>
                Write a post
              </Button>
            </header>
          )}
          {posts.length === 0 ? null : (
            <ul className={items.list} aria-label="Posts">
              {posts.map((post) => (
                <PostItem key={post.id} post={post} onUpdate={() => setOpen({ type: 'post', post })} />
              ))}
            </ul>
          )}
          {open?.type === 'page' ? <PageDialog page={open.page} onClose={close} /> : null}
          {open?.type === 'post' ? <PostDialog post={open.post} pages={pages} onClose={close} /> : null}
        </>
      )}
    </div>
  );
}

interface PageItemProps {
  readonly page: StatusPageView;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
}

function PageItem({ page: { id, config, source, endpoints }, canEdit, onEdit }: PageItemProps) {
  const command = useCommand();
  const count = endpoints.reduce((sum, one) => sum + one, 0);
  const address = `/status/${config.name}/`;
  return (
    <li className={items.item}>
      <div className={items.main}>
        <p className={items.name}>
          {config.title}
          {source === 'file' ? <span className={items.badge}>lookout.yaml</span> : null}
        </p>
        <p className={items.facts}>
          <a href={address} target="_blank" rel="noreferrer">
            {address} <ExternalLink size={12} aria-hidden />
          </a>
          {' · '}
          {formatCounted(config.sections.length, 'section')} with {formatCounted(count, 'endpoint')}
        </p>
      </div>
      {canEdit ? (
        <span className={items.buttons}>
          <IconButton label={`Edit ${config.title}`} icon={Pencil} size="sm" onClick={onEdit} />
          <IconButton
            label={`Remove ${config.title}`}
            icon={Trash2}
            size="sm"
            onClick={() => void command('Could not remove the status page', 'statusPages.remove', { ids: [id] })}
          />
        </span>
      ) : null}
    </li>
  );
}

interface PostItemProps {
  readonly post: StatusPost;
  readonly onUpdate: () => void;
}

function PostItem({ post: { id, title, from, updates }, onUpdate }: PostItemProps) {
  const command = useCommand();
  const last = updates.at(-1);
  return (
    <li className={items.item}>
      <div className={items.main}>
        <p className={items.name}>{title}</p>
        <p className={items.facts}>
          {last === undefined ? '' : `${POST_LABELS[last.state]} · `}
          {formatDateTime(from)} · {formatCounted(updates.length, 'update')}
        </p>
      </div>
      <span className={items.buttons}>
        <IconButton label={`Update ${title}`} icon={MessageSquarePlus} size="sm" onClick={onUpdate} />
        <IconButton
          label={`Remove ${title}`}
          icon={Trash2}
          size="sm"
          onClick={() => void command('Could not remove the post', 'statusPosts.remove', { ids: [id] })}
        />
      </span>
    </li>
  );
}
