import { useMemo, useState } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { AlertChannelView, ChannelDescriptor } from '../../../contract/model/alert-channel.ts';
import type { SendResult } from '../../../contract/model/alert.ts';
import type { Json } from '../../../contract/model/units.ts';
import { Button } from '../../components/button.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { problemsByField, toInput, valuesFrom, type FormValues, type KindForm } from '../../form/form-model.ts';
import { NotificationPermission } from '../../live/notification-permission.tsx';
import { useRequest } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { ChannelFields, channelForm, channelTexts, KindSelect, TestResult } from './channel-form.tsx';

export interface ChannelDialogProps {
  readonly kinds: readonly ChannelDescriptor[];
  /** Null: a new one. */
  readonly channel: AlertChannelView | null;
  readonly onClose: () => void;
}

/** Adds or changes a channel, and sends a test. */
export function ChannelDialog({ kinds, channel, onClose }: ChannelDialogProps) {
  const [kindName, setKindName] = useState(channel?.config.kind ?? kinds[0]?.kind ?? '');
  const descriptor = kinds.find(({ kind }) => kind === kindName);
  const form = useMemo(() => channelForm(kindName, descriptor), [kindName, descriptor]);
  const first = useMemo(() => (channel === null ? {} : valuesFrom(form, channel.config)), [channel, form]);
  const [entered, setEntered] = useState<FormValues>({});
  const values = { ...first, ...entered };
  const { busy, refused, result, run, reset } = useChannelRequests(form, channel, onClose);
  const texts = useMemo(() => channelTexts(kinds), [kinds]);
  const problems = refused === null ? new Map<string, string>() : problemsByField(form, refused, texts);

  return (
    <FormDialog
      title={channel === null ? 'Add a channel' : `Edit ${channel.config.name}`}
      description={descriptor?.description}
      unsaved={Object.keys(entered).length > 0}
      submit={channel === null ? 'Add' : 'Save'}
      busy={busy === 'save'}
      disabled={busy !== null}
      onSubmit={() => void run('save', values)}
      onClose={onClose}
      error={problems.get('')}
      extra={
        <Button onClick={() => void run('test', values)} busy={busy === 'test'} disabled={busy !== null}>
          Send a test
        </Button>
      }
    >
      {channel === null ? (
        <KindSelect
          kinds={kinds}
          value={kindName}
          onChange={(kind) => {
            setKindName(kind);
            reset();
          }}
        />
      ) : null}
      {descriptor?.needs === 'notifications' ? <NotificationPermission /> : null}
      <ChannelFields
        form={form}
        values={values}
        problems={problems}
        onChange={(change) => setEntered({ ...entered, ...change })}
      />
      {result === null ? null : <TestResult result={result} />}
    </FormDialog>
  );
}

interface ChannelRequests {
  readonly busy: 'save' | 'test' | null;
  /** Why the last request was refused; null: it was not. */
  readonly refused: RequestFailure | null;
  /** The result of the last test; null: there was none. */
  readonly result: SendResult | null;
  readonly run: (what: 'save' | 'test', values: FormValues) => Promise<void>;
  readonly reset: () => void;
}

function useChannelRequests(form: KindForm, channel: AlertChannelView | null, onSaved: () => void): ChannelRequests {
  const request = useRequest();
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const [result, setResult] = useState<SendResult | null>(null);
  const [busy, setBusy] = useState<'save' | 'test' | null>(null);
  const about = channel === null ? {} : { id: channel.id };

  function reset(): void {
    setRefused(null);
    setResult(null);
  }

  async function run(what: 'save' | 'test', values: FormValues): Promise<void> {
    const input: Record<string, Json | undefined> = { ...toInput(form, values) };
    setBusy(what);
    reset();
    try {
      if (what === 'save') {
        await request('channels.save', { ...about, channel: input });
        onSaved();
        return;
      }
      setResult(await request('channels.test', { ...about, channel: input }));
    } catch (error) {
      setRefused(toRequestFailure(error));
    }
    setBusy(null);
  }

  return { busy, refused, result, run, reset };
}
