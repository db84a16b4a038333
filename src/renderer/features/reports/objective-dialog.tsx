import { useState } from 'react';
import type { ObjectiveView } from '../../../contract/model/objective.ts';
import { writeDuration } from '../../../shared/duration.ts';
import { FieldPair } from '../../components/field-group.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { EMPTY_MATCH, matchDraftOf, matchFieldOf, matchOf, type MatchDraft } from '../../form/match/match-draft.ts';
import { MatchFields } from '../../form/match/match-fields.tsx';
import { useSave } from '../../form/use-save.ts';
import { useRequest } from '../../live/hooks.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';

interface ObjectiveDraft extends MatchDraft {
  readonly name: string;
  readonly target: string;
  readonly window: string;
}

const NEW: ObjectiveDraft = { ...EMPTY_MATCH, name: '', target: '99.9', window: '30d' };

export interface ObjectiveDialogProps {
  /** Null: a new one. */
  readonly objective: ObjectiveView | null;
  readonly onClose: () => void;
}

/** Adds or changes the uptime objective of several endpoints together. */
export function ObjectiveDialog({ objective, onClose }: ObjectiveDialogProps) {
  const request = useRequest();
  const nameOf = useEndpointNames();
  const [first] = useState(() => (objective === null ? NEW : draftOf(objective, nameOf)));
  const [draft, setDraft] = useState(first);
  const { busy, errors, save } = useSave(fieldOf, onClose);
  const change = (next: Partial<ObjectiveDraft>) => setDraft({ ...draft, ...next });
  const field = (name: keyof ObjectiveDraft) => ({ name, draft, onChange: change, errors });
  const id = objective === null ? {} : { id: objective.id };
  return (
    <FormDialog
      title={objective === null ? 'Add an objective' : 'Edit the objective'}
      description="Of several endpoints together: the mean of their uptime counts. For one endpoint, set it in the endpoint’s form."
      unsaved={draft !== first}
      submit={objective === null ? 'Add' : 'Save'}
      busy={busy}
      onSubmit={() => void save(() => request('objectives.save', { ...id, objective: inputOf(draft) }))}
      onClose={onClose}
      error={errors.get(null)}
    >
      <DraftField {...field('name')} label="Name" required placeholder="Shop is up" />
      <MatchFields draft={draft} onChange={change} errors={errors} />
      <FieldPair>
        <DraftField {...field('target')} label="Target" help="The percentage of the time, such as 99.9." />
        <DraftField {...field('window')} label="Window" help="The time up to now, such as 7d, 30d or 90d." />
      </FieldPair>
    </FormDialog>
  );
}

function draftOf({ config }: ObjectiveView, nameOf: (id: string) => string): ObjectiveDraft {
  const { name, match, target, window } = config;
  return { ...matchDraftOf(match, nameOf), name, target: String(target), window: writeDuration(window) };
}

/** Converts the form to the request for the engine, which also reports a target that is not a number. */
function inputOf(draft: ObjectiveDraft) {
  const target = Number(draft.target.trim().replace(/\s*%$/u, '').replace(',', '.'));
  return {
    name: draft.name.trim(),
    match: matchOf(draft),
    target: draft.target.trim() === '' || Number.isNaN(target) ? 0 : target,
    window: draft.window.trim(),
  };
}

function fieldOf(path: string): keyof ObjectiveDraft | null {
  const name = path.replace(/^objective\.?/u, '').replace(/\[\d+\]$/u, '');
  if (name === 'name' || name === 'target' || name === 'window') return name;
  return matchFieldOf(name);
}
