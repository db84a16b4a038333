/** Who may use the API besides the owner, and who has changed what. */
import { clsx } from 'clsx';
import { Copy, KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { SCOPES, type ApiToken, type Scope } from '../../../contract/model/access.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import items from '../../components/item-list.module.css';
import { Select } from '../../components/select.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { useSave } from '../../form/use-save.ts';
import { formatDateTime } from '../../format.ts';
import { useCapabilities, useRequest } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useCommand } from '../../live/use-command.ts';
import css from './access.module.css';
import { AuditLog } from './audit-log.tsx';

const SCOPE_OPTIONS = [
  { value: 'read', label: 'Read: see everything' },
  { value: 'operate', label: 'Operate: also pause, acknowledge and annotate' },
  { value: 'admin', label: 'Admin: everything' },
] as const satisfies readonly { readonly value: Scope; readonly label: string }[];

export function AccessSection() {
  const { changeSettings } = useCapabilities();
  // Only a person who may change settings may see who has access.
  if (!changeSettings) return <p className={items.about}>Only the owner and tokens with the scope admin see this.</p>;
  return (
    <div className={clsx(items.section, css.access)}>
      <Tokens />
      <AuditLog />
    </div>
  );
}

function Tokens() {
  const { answer: tokens, trouble } = useAnswer('tokens.list', {}, 'tokens');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <header className={items.header}>
        <p className={items.about}>Tokens for scripts, assistants and other people. Each can be revoked on its own.</p>
        <Button size="sm" icon={KeyRound} onClick={() => setIsOpen(true)}>
          Create token
        </Button>
      </header>
      <Trouble>{trouble}</Trouble>
      {tokens === null ? (
        trouble === null && <Skeleton height={40} />
      ) : tokens.length === 0 ? null : (
        <ul className={items.list} aria-label="Tokens">
          {tokens.map((token) => (
            <Token key={token.id} token={token} />
          ))}
        </ul>
      )}
      {isOpen ? <CreateDialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function Token({ token: { id, name, scope, createdAt, lastUsedAt } }: { readonly token: ApiToken }) {
  const command = useCommand();
  const revoke = () => command('Could not revoke the token', 'tokens.revoke', { ids: [id] });
  return (
    <li className={items.item}>
      <div className={items.main}>
        <p className={items.name}>
          {name}
          <span className={items.badge}>{scope}</span>
        </p>
        <p className={items.facts}>
          Created {formatDateTime(createdAt)} ·{' '}
          {lastUsedAt === null ? 'never used' : `last used ${formatDateTime(lastUsedAt)}`}
        </p>
      </div>
      <IconButton label={`Revoke ${name}`} icon={Trash2} size="sm" onClick={() => void revoke()} />
    </li>
  );
}

interface TokenDraft {
  readonly name: string;
  readonly scope: Scope;
}

const NEW_TOKEN: TokenDraft = { name: '', scope: 'read' };
/** The dialog shows the token, and the list updates itself. */
const nothing = () => undefined;
const fieldOf = (path: string): keyof TokenDraft | null => (path === 'name' || path === 'scope' ? path : null);

function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const request = useRequest();
  const [draft, setDraft] = useState(NEW_TOKEN);
  const [token, setToken] = useState<string | null>(null);
  const { busy, errors, save } = useSave(fieldOf, nothing);
  const change = (next: Partial<TokenDraft>) => setDraft({ ...draft, ...next });
  if (token !== null) return <CreatedDialog token={token} name={draft.name} onClose={onClose} />;
  return (
    <FormDialog
      title="Create a token"
      description="Anyone with the token can use the API of this Lookout within the token’s scope."
      unsaved={draft !== NEW_TOKEN}
      submit="Create"
      busy={busy}
      onSubmit={() => void save(async () => setToken((await request('tokens.create', draft)).token))}
      onClose={onClose}
      error={errors.get(null)}
    >
      <DraftField
        name="name"
        draft={draft}
        onChange={change}
        errors={errors}
        label="Name"
        required
        placeholder="Deploy script"
        help="Shown in the audit log."
      />
      <Field label="Scope" error={errors.get('scope')}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.scope}
            options={SCOPE_OPTIONS}
            onChange={(value) => change({ scope: SCOPES.find((one) => one === value) ?? 'read' })}
          />
        )}
      </Field>
    </FormDialog>
  );
}

interface CreatedDialogProps {
  readonly token: string;
  readonly name: string;
  readonly onClose: () => void;
}

function CreatedDialog({ token, name, onClose }: CreatedDialogProps) {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(token);
      setCopied('yes');
    } catch {
      // A page over plain HTTP from another computer has no clipboard at all.
      setCopied('no');
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`The token ${name}`}
      description="Copy it now: Lookout keeps only its hash, so nobody can read it again."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <Field label="Token">
        {({ id }) => (
          <span className={css.token}>
            <TextInput id={id} readOnly mono value={token} onFocus={(event) => event.target.select()} />
            <Button icon={Copy} onClick={() => void copy()}>
              {copied === 'yes' ? 'Copied' : 'Copy'}
            </Button>
          </span>
        )}
      </Field>
      {copied === 'no' ? (
        <Trouble>The browser did not allow copying. Select the token and copy it yourself.</Trouble>
      ) : null}
    </Dialog>
  );
}
