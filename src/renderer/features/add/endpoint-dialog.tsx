import { FileDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { Issue } from '../../../contract/errors.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { Endpoint, EndpointInput } from '../../../contract/model/endpoint.ts';
import { useEndpoint, useCapabilities, useKinds, useRequest } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { EndpointForm } from '../../form/endpoint-form.tsx';
import { toInput, valuesFrom, type FormValues } from '../../form/form-model.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { toast } from '../../components/toast.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { ConsentQuestion } from '../../form/consent-question.tsx';
import { pickFile } from '../import/pick-file.ts';
import { useReadImport } from '../import/use-read-import.ts';
import { useAnnounceAdded } from '../../live/use-announce-added.ts';
import {
  closeEndpointDialog,
  useEndpointDialog,
  type EndpointDialogRequest,
} from '../../navigation/open-endpoint-dialog.ts';
import { PasteBox } from './paste-box.tsx';
import { TestResult } from './test-result.tsx';

/** Adds, edits or clones an endpoint. Mounted once; `openEndpointDialog` opens it from anywhere. */
export function EndpointDialog() {
  const request = useEndpointDialog();
  if (request === null) return null;
  return request.mode === 'add' ? (
    <AddDialog request={request} />
  ) : (
    <CopyDialog key={request.id} mode={request.mode} id={request.id} />
  );
}

const ADD_WAYS = [
  { value: 'paste', label: 'Paste many' },
  { value: 'form', label: 'One by form' },
] as const;
const FILE_WAY = { value: 'file', label: 'From a file' } as const;

function AddDialog({ request }: { readonly request: Extract<EndpointDialogRequest, { mode: 'add' }> }) {
  const kinds = useKinds();
  const [way, setWay] = useState<'paste' | 'form' | 'file'>(request.form === true ? 'form' : 'paste');
  const readImport = useReadImport();
  const ways = useCapabilities().import ? [...ADD_WAYS, FILE_WAY] : ADD_WAYS;
  const switcher = <ToggleGroup label="Way to add" value={way} onChange={setWay} options={ways} />;
  if (way === 'file') {
    const pick = () =>
      pickFile((file) => {
        closeEndpointDialog();
        void readImport(file);
      });
    return (
      <Dialog open onOpenChange={closeEndpointDialog} title="Add endpoints" width={680}>
        <div style={{ marginBottom: 16 }}>{switcher}</div>
        <div data-takes-files>
          <EmptyState
            icon={FileDown}
            title="A lookout.yaml"
            action={
              <Button variant="primary" onClick={pick}>
                Choose a file
              </Button>
            }
          >
            What it would add is shown first. It can be dropped on the window, too.
          </EmptyState>
        </div>
      </Dialog>
    );
  }
  if (way === 'form') {
    return (
      <FormDialog
        title="Add an endpoint"
        submit="Add"
        kind={kinds[0]?.kind ?? ''}
        values={{}}
        before={switcher}
        id={null}
      />
    );
  }
  return (
    <Dialog open onOpenChange={closeEndpointDialog} title="Add endpoints" width={680}>
      <div style={{ marginBottom: 16 }}>{switcher}</div>
      <PasteBox {...(request.text === undefined ? {} : { initialText: request.text })} onAdded={closeEndpointDialog} />
    </Dialog>
  );
}

function CopyDialog({ mode, id }: { readonly mode: 'edit' | 'clone'; readonly id: string }) {
  const kinds = useKinds();
  // As it was when the dialog opened: checks that end meanwhile must not change what is being typed.
  const present = useEndpoint(id)?.endpoint;
  const [endpoint] = useState<Endpoint | undefined>(present);
  const form = kinds.find((kind) => kind.kind === endpoint?.config.kind);
  if (endpoint === undefined || form === undefined) {
    return (
      <Dialog open onOpenChange={closeEndpointDialog} title="This endpoint is gone">
        <p>It was deleted in the meantime.</p>
      </Dialog>
    );
  }
  const { config } = endpoint;
  return mode === 'edit' ? (
    <FormDialog
      title={`Edit ${config.name}`}
      submit="Save"
      kind={config.kind}
      values={valuesFrom(form, config)}
      id={id}
      secretsOf={id}
    />
  ) : (
    <FormDialog
      title={`Clone ${config.name}`}
      submit="Add"
      kind={config.kind}
      values={valuesFrom(form, { ...config, name: `${config.name} (copy)` })}
      id={null}
      secretsOf={id}
    />
  );
}

interface FormDialogProps {
  readonly title: string;
  readonly submit: string;
  readonly kind: string;
  readonly values: FormValues;
  /** The endpoint that is changed; null: a new one. */
  readonly id: string | null;
  /** Whose stored secrets are kept, or copied, where the person types no other. */
  readonly secretsOf?: string;
  readonly before?: React.ReactNode;
}

function FormDialog(props: FormDialogProps) {
  const { title, submit, kind: firstKind, values: firstValues, id, secretsOf, before } = props;
  const formId = useId();
  const kinds = useKinds();
  const request = useRequest();
  const announceAdded = useAnnounceAdded();
  const [kind, setKind] = useState(firstKind);
  const [values, setValues] = useState(firstValues);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [busy, setBusy] = useState<'test' | 'save' | null>(null);
  const [result, setResult] = useState<CheckResult | null>(null);
  /** What the engine asks before it keeps a secret, and what it was asked to save. */
  const [consent, setConsent] = useState<{ question: string; input: EndpointInput } | null>(null);
  const from = secretsOf === undefined ? {} : { secretsOf };

  const attempt = async (what: 'test' | 'save', action: () => Promise<void>) => {
    setBusy(what);
    setIssues([]);
    setConsent(null);
    try {
      await action();
    } catch (error) {
      const failure = toRequestFailure(error);
      setIssues(failure.issues.length > 0 ? failure.issues : [{ path: '', message: failure.message }]);
    }
    setBusy(null);
  };
  const save = (input: EndpointInput) =>
    attempt('save', async () => {
      try {
        if (id === null) announceAdded(await request('endpoints.create', { endpoints: [input], ...from }));
        else await request('endpoints.update', { id, config: input });
      } catch (error) {
        const failure = toRequestFailure(error);
        if (failure.code !== 'needsConsent') throw error;
        setConsent({ question: failure.message, input });
        return;
      }
      if (id !== null) toast({ title: 'Changes saved' });
      closeEndpointDialog();
    });
  const answer = async (input: EndpointInput, yes: boolean) => {
    setConsent(null);
    if (!yes) return;
    await attempt('save', async () => {
      await request('settings.update', { settings: { secretsWithoutVault: 'keep' } });
    });
    await save(input);
  };
  const test = () =>
    attempt('test', async () => {
      const form = kinds.find((one) => one.kind === kind);
      if (form === undefined) return;
      setResult(null);
      setResult(await request('endpoints.test', { config: toInput(form, values), ...from }));
    });

  return (
    <Dialog
      open
      onOpenChange={closeEndpointDialog}
      title={title}
      width={680}
      footer={
        <>
          <Button
            onClick={() => void test()}
            busy={busy === 'test'}
            disabled={busy !== null}
            style={{ marginRight: 'auto' }}
          >
            Test
          </Button>
          <Button variant="ghost" onClick={closeEndpointDialog}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={busy === 'save'} disabled={busy !== null}>
            {submit}
          </Button>
        </>
      }
    >
      {before === undefined ? null : <div style={{ marginBottom: 16 }}>{before}</div>}
      <EndpointForm
        id={formId}
        kinds={kinds}
        kind={kind}
        values={values}
        kindChangeable={id === null}
        issues={issues}
        onChange={(nextKind, nextValues) => {
          setKind(nextKind);
          setValues(nextValues);
        }}
        onSubmit={(input) => void save(input)}
      />
      {consent === null ? null : (
        <ConsentQuestion question={consent.question} onAnswer={(yes) => void answer(consent.input, yes)} />
      )}
      {result === null ? null : <TestResult kind={kind} result={result} />}
    </Dialog>
  );
}
