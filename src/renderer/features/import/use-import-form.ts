import { useRef, useState } from 'react';
import type { ImportPreview, ImportProgress } from '../../../contract/channels/imports.ts';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { useCommand, useToastRefusal } from '../../live/use-command.ts';
import { useAnnounceImported } from './use-announce-imported.ts';
import { useImportProgress } from './use-import-progress.ts';

export interface ImportForm {
  /** The indexes of the chosen entries. */
  readonly chosen: ReadonlySet<number>;
  readonly withHistory: boolean;
  readonly isBusy: boolean;
  /** Of the past checks; null: none are being imported. */
  readonly progress: ImportProgress | null;
  /** The engine's question before it stores the secrets of the file; null: there is none. */
  readonly question: string | null;
  readonly toggle: (index: number) => void;
  readonly toggleHistory: () => void;
  readonly submit: () => void;
  /** Closes the dialog. Forgets the preview, or cancels the import of past checks, after which nothing is added. */
  readonly cancel: () => void;
  readonly answer: (yes: boolean) => void;
}

/** The choice of entries and history, and the requests that import them. */
export function useImportForm({ id, entries, hasHistory }: ImportPreview, onClose: () => void): ImportForm {
  const request = useRequest();
  const texts = useTexts();
  const command = useCommand();
  const toastRefusal = useToastRefusal();
  const announceImported = useAnnounceImported();
  const [question, setQuestion] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [withHistory, setWithHistory] = useState(hasHistory);
  const progress = useImportProgress(id, isBusy && withHistory);
  const isCancelled = useRef(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    () => new Set(entries.flatMap(({ state }, index) => (state === 'exists' || state === 'same' ? [] : [index]))),
  );

  async function add(): Promise<void> {
    setBusy(true);
    setQuestion(null);
    const indexes = [...chosen].toSorted((a, b) => a - b);
    try {
      const history = withHistory ? { history: true } : {};
      announceImported(id, await request('imports.add', { id, entries: indexes, ...history }));
      onClose();
    } catch (error) {
      if (isCancelled.current) return;
      const failure = toRequestFailure(error);
      if (failure.code === 'needsConsent') setQuestion(texts.refusal(failure));
      else toastRefusal('Could not import', error);
    }
    setBusy(false);
  }

  async function answer(yes: boolean): Promise<void> {
    setQuestion(null);
    if (!yes) return;
    const kept = await command('Could not change the setting', 'settings.update', {
      settings: { secretsWithoutVault: 'keep' },
    });
    if (kept !== undefined) await add();
  }

  return {
    chosen,
    withHistory,
    isBusy,
    progress,
    question,
    toggle(index) {
      const next = new Set(chosen);
      if (!next.delete(index)) next.add(index);
      setChosen(next);
    },
    toggleHistory: () => setWithHistory(!withHistory),
    submit() {
      if (!isBusy && chosen.size > 0) void add();
    },
    cancel() {
      onClose();
      if (isBusy && !withHistory) return;
      isCancelled.current = isBusy;
      request('imports.cancel', { id }).catch((error: unknown) => toastRefusal('Could not cancel', error));
    },
    answer: (yes) => void answer(yes),
  };
}
