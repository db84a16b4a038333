import type { SourceView } from '../../../contract/model/source.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Switch } from '../../components/switch.tsx';
import { ConsentQuestion } from '../../form/consent-question.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { isUnencrypted } from '../../live/source-words.ts';
import { SourceTestResult } from './source-test-result.tsx';
import { useSourceForm, type SourceDraft } from './use-source-form.ts';

export interface SourceDialogProps {
  /** Null: a new one. */
  readonly source: SourceView | null;
  readonly onClose: () => void;
}

/** Adds or changes a remote Lookout, and tries to reach it. */
export function SourceDialog({ source, onClose }: SourceDialogProps) {
  const form = useSourceForm(source, onClose);
  const { draft, change, errors, test, question, isSaving, isTesting } = form;
  return (
    <FormDialog
      title={source === null ? 'Add a source' : `Edit ${source.config.name}`}
      description="Another Lookout, whose endpoints are shown here beside your own."
      unsaved={form.isChanged}
      submit={source === null ? 'Add' : 'Save'}
      busy={isSaving}
      disabled={isSaving || isTesting}
      onSubmit={form.save}
      onClose={onClose}
      error={question === null ? errors.get(null) : undefined}
      extra={
        <Button busy={isTesting} disabled={isSaving || isTesting} onClick={form.tryConnection}>
          Test connection
        </Button>
      }
    >
      <SourceFields draft={draft} isNew={source === null} errors={errors} onChange={change} />
      {test === null ? null : <SourceTestResult test={test} onTrust={(fingerprint) => change({ fingerprint })} />}
      {question === null ? null : <ConsentQuestion question={question} onAnswer={form.answer} />}
    </FormDialog>
  );
}

interface SourceFieldsProps {
  readonly draft: SourceDraft;
  readonly isNew: boolean;
  readonly errors: { readonly get: (field: keyof SourceDraft) => string | undefined };
  readonly onChange: (change: Partial<SourceDraft>) => void;
}

const ADDRESS_HELP = 'Where its page is, such as https://lookout.example.org or http://127.0.0.1:4477.';
const UNENCRYPTED_HELP =
  'Without encryption: anyone who can read the network traffic gets the token. Use https:// where you can.';
const TOKEN_HELP =
  'Create one there with “lookout token create NAME --scope operate”. What it may do there, you can do from here. It is stored encrypted and never shown.';

function SourceFields({ draft, isNew, errors, onChange }: SourceFieldsProps) {
  const field = (name: keyof SourceDraft) => ({ name, draft, onChange, errors });
  return (
    <>
      <DraftField
        {...field('name')}
        label="Name"
        required
        help="Shown beside each of its endpoints."
        maxLength={60}
        placeholder="Berlin"
      />
      <DraftField
        {...field('address')}
        label="Address"
        required
        help={isUnencrypted(draft.address) ? UNENCRYPTED_HELP : ADDRESS_HELP}
        mono
        placeholder="https://lookout.example.org"
      />
      <DraftField
        {...field('token')}
        label="Token"
        required
        help={TOKEN_HELP}
        type="password"
        autoComplete="new-password"
        placeholder={isNew ? 'lookout_…' : 'Set. Type to replace it'}
      />
      {draft.fingerprint === '' && errors.get('fingerprint') === undefined ? null : (
        <DraftField
          {...field('fingerprint')}
          label="Trusted certificate"
          help="The SHA-256 fingerprint of the certificate to accept even if it cannot be verified. Empty: none."
          mono
        />
      )}
      <Field
        inline
        label="Show its notifications on this computer"
        help="Each once. Its alerts are sent there, as before."
      >
        {({ id, describedBy }) => (
          <Switch
            id={id}
            describedBy={describedBy}
            checked={draft.notifications}
            onChange={(notifications) => onChange({ notifications })}
          />
        )}
      </Field>
    </>
  );
}
