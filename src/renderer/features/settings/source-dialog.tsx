import { useState } from 'react';
import type { SourceInput, SourceTest, SourceView } from '../../../contract/model/source.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Switch } from '../../components/switch.tsx';
import { useInSight } from '../../components/use-in-sight.ts';
import { ConsentQuestion } from '../../form/consent-question.tsx';
import { formatCounted, formatLatency } from '../../format.ts';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { useSave } from '../../form/use-save.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { isUnencrypted, scopeText } from './source-words.ts';
import css from './settings.module.css';

type FieldName = 'name' | 'address' | 'token' | 'fingerprint' | 'notifications';

const FIELDS: readonly FieldName[] = ['name', 'address', 'token', 'fingerprint', 'notifications'];

function fieldOf(path: string): FieldName | null {
  return FIELDS.find((name) => path === `source.${name}`) ?? null;
}

export interface SourceDialogProps {
  /** Null: a new one. */
  readonly source: SourceView | null;
  readonly onClose: () => void;
}

/** Adds or changes a remote Lookout, and tries to reach it. */
export function SourceDialog({ source, onClose }: SourceDialogProps) {
  const request = useRequest();
  const [entered, setEntered] = useState<SourceInput>({});
  const [test, setTest] = useState<SourceTest | null>(null);
  const [question, setQuestion] = useState<string | null>(null);
  const texts = useTexts();
  const saving = useSave(fieldOf, onClose);
  const testing = useSave(fieldOf, () => undefined);
  const {
    name = '',
    address = '',
    token = '',
    fingerprint = '',
    notifications = true,
  } = { ...source?.config, ...entered };
  const about = source === null ? {} : { id: source.id };
  const input: SourceInput = { name, address, fingerprint, notifications, ...(token === '' ? {} : { token }) };
  const error = (field: FieldName | null) => saving.errors.get(field) ?? testing.errors.get(field);

  function change(next: SourceInput): void {
    setEntered({ ...entered, ...next });
    setTest(null);
  }

  const save = () =>
    saving.save(async () => {
      try {
        await request('sources.save', { ...about, source: input });
      } catch (refused) {
        const failure = toRequestFailure(refused);
        if (failure.code === 'needsConsent') setQuestion(texts.refusal(failure));
        throw refused;
      }
    });

  async function answer(yes: boolean): Promise<void> {
    setQuestion(null);
    if (!yes) return;
    await request('settings.update', { settings: { secretsWithoutVault: 'keep' } });
    await save();
  }

  return (
    <FormDialog
      title={source === null ? 'Add a source' : `Edit ${source.config.name}`}
      description="Another Lookout, whose endpoints are shown here beside your own."
      unsaved={Object.keys(entered).length > 0}
      submit={source === null ? 'Add' : 'Save'}
      busy={saving.busy}
      disabled={saving.busy || testing.busy}
      onSubmit={() => void save()}
      onClose={onClose}
      error={question === null ? error(null) : undefined}
      extra={
        <Button
          busy={testing.busy}
          disabled={saving.busy || testing.busy}
          onClick={() =>
            void testing.save(async () => setTest(await request('sources.test', { ...about, source: input })))
          }
        >
          Test connection
        </Button>
      }
    >
      <Field label="Name" required error={error('name')} help="Shown beside each of its endpoints.">
        {({ id, describedBy, invalid }) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            invalid={invalid}
            value={name}
            maxLength={60}
            placeholder="Berlin"
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <Field
        label="Address"
        required
        error={error('address')}
        help={
          isUnencrypted(address)
            ? 'Without encryption: anyone who can read the network traffic gets the token. Use https:// where you can.'
            : 'Where its page is, such as https://lookout.example.org or http://127.0.0.1:4477.'
        }
      >
        {({ id, describedBy, invalid }) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            invalid={invalid}
            mono
            value={address}
            placeholder="https://lookout.example.org"
            onChange={({ target }) => change({ address: target.value })}
          />
        )}
      </Field>
      <Field
        label="Token"
        required
        error={error('token')}
        help="Create one there with “lookout token create NAME --scope operate”. What it may do there, you can do from here. It is stored encrypted and never shown."
      >
        {({ id, describedBy, invalid }) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            invalid={invalid}
            type="password"
            autoComplete="new-password"
            placeholder={source === null ? 'lookout_…' : 'Set. Type to replace it'}
            value={token}
            onChange={({ target }) => change({ token: target.value })}
          />
        )}
      </Field>
      {fingerprint === '' && error('fingerprint') === undefined ? null : (
        <Field
          label="Trusted certificate"
          error={error('fingerprint')}
          help="The SHA-256 fingerprint of the certificate to accept even if it cannot be verified. Empty: none."
        >
          {({ id, describedBy, invalid }) => (
            <TextInput
              id={id}
              aria-describedby={describedBy}
              invalid={invalid}
              mono
              value={fingerprint}
              onChange={({ target }) => change({ fingerprint: target.value })}
            />
          )}
        </Field>
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
            checked={notifications}
            onChange={(on) => change({ notifications: on })}
          />
        )}
      </Field>
      {test === null ? null : <TestResult test={test} onTrust={(trusted) => change({ fingerprint: trusted })} />}
      {question === null ? null : <ConsentQuestion question={question} onAnswer={(yes) => void answer(yes)} />}
    </FormDialog>
  );
}

interface TestResultProps {
  readonly test: SourceTest;
  readonly onTrust: (fingerprint: string) => void;
}

function TestResult({ test, onTrust }: TestResultProps) {
  const element = useInSight<HTMLOutputElement>();
  const texts = useTexts();
  if (test.ok) {
    const { version, endpoints, tookMs, scope } = test;
    const count = formatCounted(endpoints, 'endpoint');
    return (
      <output ref={element} className={css.test} data-ok>
        <strong>
          Lookout {version} answered in {formatLatency(tookMs)}, with {count}.
        </strong>
        {scopeText(scope)}
      </output>
    );
  }
  const { problem, fingerprint } = test;
  return (
    <output ref={element} className={css.test}>
      <strong>{texts.message(problem)}</strong>
      {fingerprint === null ? null : (
        <>
          <span>
            Its SHA-256 fingerprint is <code>{fingerprint}</code>. Trust it only if it is the one that you see on that
            machine.
          </span>
          <span>
            <Button size="sm" onClick={() => onTrust(fingerprint)}>
              Trust this certificate
            </Button>
          </span>
        </>
      )}
    </output>
  );
}
