/** Records steps while a person clicks in a window, and shows them in the form meanwhile. */
import { useEffect, useRef, useState } from 'react';
import type { Recording } from '../../../contract/channels/recordings.ts';
import type { FormField } from '../../../contract/descriptor.ts';
import type { InstructionFormat } from '../../../contract/instructions.ts';
import type { RequestFailure } from '../../../contract/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { useRequest } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { useFormContext } from '../form-context.ts';
import { initialValue, isPairs, toInput, type FieldValue, type FormValues, type Pair } from '../form-model.ts';

export interface RecordingControl {
  /** `off`: there is no recording. */
  readonly status: 'off' | 'starting' | 'on' | 'ending';
  /** The last recording, also when it has ended; null: there was none. */
  readonly recording: Recording | null;
  /** Why the recording could not begin or continue. */
  readonly refused: RequestFailure | null;
  readonly start: () => void;
  /** Ends the recording; its steps stay. */
  readonly stop: () => void;
  /** Ends the recording, and restores the form. */
  readonly discard: () => void;
}

export function useRecording(field: FormField, format: InstructionFormat): RecordingControl {
  const request = useRequest();
  const context = useFormContext();
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  const [status, setStatus] = useState<RecordingControl['status']>('off');
  const [recording, setRecording] = useState<Recording | null>(null);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  /** The running recording, and the form before it; null: none. */
  const current = useRef<{ readonly id: number; readonly before: FormValues } | null>(null);

  const show = (next: Recording, before: FormValues) => {
    setRecording(next);
    latest.current?.change(withRecorded(before, next, field, format));
  };
  const end = (failure: RequestFailure | null) => {
    current.current = null;
    setStatus('off');
    setRefused(failure);
  };

  const follow = async (first: Recording, before: FormValues) => {
    let last = first;
    try {
      for (;;) {
        if (current.current?.id !== last.id) return;
        show(last, before);
        if (last.ended) return end(null);
        last = await request('recordings.next', { id: last.id, version: last.version });
      }
    } catch (error) {
      if (current.current?.id === last.id) end(toRequestFailure(error));
    }
  };
  const start = async () => {
    if (latest.current === null || status !== 'off') return;
    const { form, values } = latest.current;
    setStatus('starting');
    setRefused(null);
    setRecording(null);
    try {
      const first = await request('recordings.start', { config: toInput(form, values) });
      current.current = { id: first.id, before: values };
      setStatus('on');
      await follow(first, values);
    } catch (error) {
      end(toRequestFailure(error));
    }
  };
  const stop = async (keep: boolean) => {
    const ending = current.current;
    if (ending === null) return;
    // The rest of the recording comes with the answer to this request.
    current.current = null;
    setStatus('ending');
    try {
      const last = await request('recordings.stop', { id: ending.id });
      if (keep) show(last, ending.before);
    } catch (error) {
      setRefused(toRequestFailure(error));
    }
    if (!keep) {
      setRecording(null);
      latest.current?.change(before(ending.before, field, format));
    }
    setStatus('off');
  };

  // A recording ends when its form is closed.
  useEffect(
    () => () => {
      const ending = current.current;
      current.current = null;
      // If this request fails, the recording ends by itself, because it is no longer requested.
      if (ending !== null) request('recordings.stop', { id: ending.id }).catch(() => undefined);
    },
    [request],
  );
  return {
    status,
    recording,
    refused,
    start: () => void start(),
    stop: () => void stop(true),
    discard: () => void stop(false),
  };
}

/** The previous values of the fields that a recording changes. */
function before(values: FormValues, field: FormField, { values: name }: InstructionFormat): FormValues {
  const pairs = name === undefined ? undefined : values[name];
  return {
    [field.name]: values[field.name] ?? initialValue(field),
    ...(name === undefined || pairs === undefined ? {} : { [name]: pairs }),
  };
}

/** Appends the recorded steps to the previous ones, and adds the values that they use. */
function withRecorded(
  values: FormValues,
  { config }: Recording,
  field: FormField,
  { values: name }: InstructionFormat,
): FormValues {
  const text = textOf(values[field.name]);
  const recorded = config[field.name];
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  const steps = { [field.name]: `${text}${separator}${typeof recorded === 'string' ? recorded : ''}` };
  const given = name === undefined ? undefined : config[name];
  if (name === undefined || given === undefined || !isRecord(given)) return steps;
  const present = values[name];
  const pairs = present !== undefined && isPairs(present) ? present : [];
  const known = new Set(pairs.map((pair) => pair.name.trim()));
  const added = Object.entries(given).flatMap(([key, value]): Pair[] =>
    known.has(key) ? [] : [{ name: key, value: typeof value === 'string' ? value : '' }],
  );
  return { ...steps, [name]: [...pairs, ...added] };
}

function textOf(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
