import { useState } from 'react';
import type { SourceInput, SourceTest, SourceView } from '../../../contract/model/source.ts';
import { useSave } from '../../form/use-save.ts';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';

/** The form of a remote Lookout, as a person fills it in. */
export interface SourceDraft {
  readonly name: string;
  readonly address: string;
  /** Empty: the stored one stays. */
  readonly token: string;
  /** Empty: no certificate is trusted without verification. */
  readonly fingerprint: string;
  readonly notifications: boolean;
}

const NEW_SOURCE: SourceDraft = { name: '', address: '', token: '', fingerprint: '', notifications: true };

function fieldOf(path: string): keyof SourceDraft | null {
  const name = path.replace(/^source\./u, '');
  return Object.hasOwn(NEW_SOURCE, name) ? (name as keyof SourceDraft) : null;
}

function inputOf({ token, ...draft }: SourceDraft): SourceInput {
  return { ...draft, ...(token === '' ? {} : { token }) };
}

/** The state of the form, and what its buttons do. @param source null: a new one */
export function useSourceForm(source: SourceView | null, onClose: () => void) {
  const request = useRequest();
  const texts = useTexts();
  const [first] = useState<SourceDraft>(() => ({ ...NEW_SOURCE, ...source?.config }));
  const [draft, setDraft] = useState(first);
  const [test, setTest] = useState<SourceTest | null>(null);
  /** The engine asks whether it may store the token without a vault. */
  const [question, setQuestion] = useState<string | null>(null);
  const saving = useSave(fieldOf, onClose);
  const testing = useSave(fieldOf, () => undefined);
  const args = { ...(source === null ? {} : { id: source.id }), source: inputOf(draft) };

  const save = () =>
    saving.save(async () => {
      try {
        await request('sources.save', args);
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

  return {
    draft,
    isChanged: draft !== first,
    change: (next: Partial<SourceDraft>) => {
      setDraft({ ...draft, ...next });
      setTest(null);
    },
    /** By field; null: what belongs to no field. */
    errors: {
      get: (field: keyof SourceDraft | null) => saving.errors.get(field) ?? testing.errors.get(field),
    },
    isSaving: saving.busy,
    isTesting: testing.busy,
    test,
    question,
    save: () => void save(),
    answer: (yes: boolean) => void answer(yes),
    tryConnection: () => void testing.save(async () => setTest(await request('sources.test', args))),
  };
}
