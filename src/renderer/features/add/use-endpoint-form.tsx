import { useId, useState, type ReactNode } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { TriedCheck } from '../../../contract/channels/endpoints.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { EndpointId } from '../../../contract/model/units.ts';
import { Button } from '../../components/button.tsx';
import { ConsentQuestion } from '../../form/consent-question.tsx';
import { dialectOf, EndpointForm } from '../../form/endpoint-form.tsx';
import { withCondition } from '../../form/form-model.ts';
import { toInput, type FormValues } from '../../form/form-model.ts';
import { useKinds, useLiveStore, useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { useAnnounceAdded } from '../../live/use-announce-added.ts';
import { closeEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { EndpointWhatIfSection } from './endpoint-what-if.tsx';
import { TestResult } from './test-result.tsx';
import { useSeen } from './use-seen.ts';
import { useAnnounceSaved } from './use-announce-saved.ts';

export interface EndpointFormOptions {
  /** The text of the button that saves. */
  readonly submit: string;
  /** The initial values of the form. */
  readonly kind: string;
  readonly values: FormValues;
  /** The endpoint that is changed; null: a new one. */
  readonly id: string | null;
  /** The endpoint whose stored secrets are kept, or copied, unless new ones are typed. */
  readonly secretsOf?: string;
  /** Called when the endpoint has been saved. Default: closes the dialog. */
  readonly onSaved?: () => void;
}

/** The parts of a dialog with the form of an endpoint. */
export interface EndpointFormParts {
  readonly body: ReactNode;
  readonly footer: ReactNode;
  /** Something was changed and not saved. */
  readonly unsaved: boolean;
}

/** A form that tests, adds and changes an endpoint. */
export function useEndpointForm(options: EndpointFormOptions): EndpointFormParts {
  const { submit, id, secretsOf, onSaved = closeEndpointDialog } = options;
  const formId = useId();
  const kinds = useKinds();
  const [first] = useState({ kind: options.kind, values: options.values });
  const [{ kind, values }, setInput] = useState(first);
  const { busy, refused, result, consent, save, test, answer, forget } = useSaving(id, secretsOf, () => {
    setInput(first);
    onSaved();
  });

  const before = useSeen(secretsOf);
  const form = kinds.find((one) => one.kind === kind);

  const config = (): EndpointInput | null => {
    return form === undefined ? null : toInput(form, values);
  };
  return {
    unsaved: kind !== first.kind || JSON.stringify(values) !== JSON.stringify(first.values),
    footer: (
      <>
        <Button
          onClick={() => void test(config())}
          busy={busy === 'test'}
          disabled={busy !== null}
          style={{ marginRight: 'auto' }}
        >
          Try it
        </Button>
        <Button variant="ghost" onClick={closeEndpointDialog}>
          Cancel
        </Button>
        <Button type="submit" form={formId} variant="primary" busy={busy === 'save'} disabled={busy !== null}>
          {submit}
        </Button>
      </>
    ),
    body: (
      <>
        <EndpointForm
          id={formId}
          kinds={kinds}
          kind={kind}
          values={values}
          kindChangeable={id === null}
          refused={refused}
          seen={result === null ? before : { observed: result.observed, results: result.details.conditions ?? [] }}
          onChange={(nextKind, nextValues) => {
            if (nextKind !== kind) forget();
            setInput({ kind: nextKind, values: nextValues });
          }}
          onSubmit={(input) => void save(input)}
        />
        {id === null ? null : <EndpointWhatIfSection id={id} config={config} />}
        {consent === null ? null : (
          <ConsentQuestion question={consent.question} onAnswer={(yes) => void answer(consent.input, yes)} />
        )}
        {result === null ? null : (
          <TestResult
            key={result.at}
            kind={kind}
            result={result}
            dialect={dialectOf(values)}
            onCondition={(condition) => {
              if (form !== undefined) setInput({ kind, values: withCondition(form, values, condition) });
            }}
          />
        )}
      </>
    ),
  };
}

/** Sends the form to the engine, one request at a time. */
function useSaving(id: string | null, secretsOf: string | undefined, onSaved: () => void) {
  const request = useRequest();
  const texts = useTexts();
  const live = useLiveStore();
  const announceAdded = useAnnounceAdded();
  const announceSaved = useAnnounceSaved();
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const [busy, setBusy] = useState<'test' | 'save' | null>(null);
  const [result, setResult] = useState<TriedCheck | null>(null);
  /** The engine's question before it stores a secret, and the input to save. */
  const [consent, setConsent] = useState<{ question: string; input: EndpointInput } | null>(null);
  const from = secretsOf === undefined ? {} : { secretsOf };

  const attempt = async (what: 'test' | 'save', action: () => Promise<void>) => {
    if (busy !== null) return;
    setBusy(what);
    setRefused(null);
    setConsent(null);
    try {
      await action();
    } catch (error) {
      setRefused(toRequestFailure(error));
    }
    setBusy(null);
  };
  const update = async (changed: EndpointId, input: EndpointInput) => {
    const before = live.getState()?.endpoints.get(changed)?.endpoint.config;
    await request('endpoints.update', { id: changed, config: input });
    if (before !== undefined) announceSaved(changed, before, input);
  };
  const store = async (input: EndpointInput) => {
    try {
      if (id === null) announceAdded(await request('endpoints.create', { endpoints: [input], ...from }));
      else await update(id, input);
    } catch (error) {
      const failure = toRequestFailure(error);
      if (failure.code !== 'needsConsent') throw error;
      setConsent({ question: texts.refusal(failure), input });
      return;
    }
    setResult(null);
    onSaved();
  };
  return {
    busy,
    refused,
    result,
    consent,
    /** Drops the result of the last test, which was about another kind. */
    forget: () => setResult(null),
    save: (input: EndpointInput) => attempt('save', () => store(input)),
    /** @param config null: the engine has no such kind */
    test: (config: EndpointInput | null) =>
      attempt('test', async () => {
        setResult(null);
        if (config !== null) setResult(await request('endpoints.test', { config, ...from }));
      }),
    answer: async (input: EndpointInput, yes: boolean) => {
      setConsent(null);
      if (!yes) return;
      await attempt('save', async () => {
        await request('settings.update', { settings: { secretsWithoutVault: 'keep' } });
        await store(input);
      });
    },
  };
}
