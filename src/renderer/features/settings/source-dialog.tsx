import { useState } from 'react';
import type { SourceInput, SourceTest, SourceView } from '../../../contract/model/source.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Switch } from '../../components/switch.tsx';
import { useInSight } from '../../components/use-in-sight.ts';
import { ConsentQuestion } from '../../form/consent-question.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { formatCounted, formatLatency } from '../../format.ts';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { useSave } from '../../form/use-save.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { isUnencrypted, scopeText } from '../../live/source-words.ts';
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

/** Adds or changes a remote Lookout, and tests the connection. */
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
  const error = (name: FieldName | null) => saving.errors.get(name) ?? testing.errors.get(name);
  const draft = { name, address, token, fingerprint };
  const field = <Name extends keyof typeof draft>(of: Name) => ({
    name: of,
    draft,
    onChange: change,
    errors: { get: error },
  });

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
        help={
          isUnencrypted(address)
            ? 'Without encryption: anyone who can read the network traffic gets the token. Use https:// where you can.'
            : 'Where its page is, such as https://lookout.example.org or http://127.0.0.1:4477.'
        }
        mono
        placeholder="https://lookout.example.org"
      />
      <DraftField
        {...field('token')}
        label="Token"
        required
        help="Create one there with “lookout token create NAME --scope operate”. What it may do there, you can do from here. It is stored encrypted and never shown."
        type="password"
        autoComplete="new-password"
        placeholder={source === null ? 'lookout_…' : 'Set. Type to replace it'}
      />
      {fingerprint === '' && error('fingerprint') === undefined ? null : (
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
