import { useState } from 'react';
import type { AlertRuleView } from '../../../contract/model/alert-rule.ts';
import { parseDuration } from '../../../shared/duration.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { matchOf } from '../../form/match/match-draft.ts';
import { useSave } from '../../form/use-save.ts';
import { useRequest } from '../../live/hooks.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import css from './alerts.module.css';
import { newRule, ruleDraftOf, ruleFieldOf, ruleInputOf, wholeNumbersIn, type RuleDraft } from './rule-draft.ts';
import { RuleForm } from './rule-form.tsx';
import { RuleWhatIfSection } from './rule-what-if.tsx';
import { ruleSentence } from './rule-text.ts';

export interface RuleDialogProps {
  /** Null: a new one. */
  readonly rule: AlertRuleView | null;
  /** The names of the existing channels. */
  readonly channels: readonly string[];
  readonly onClose: () => void;
}

/** Adds or changes a rule. Describes in words what the rule does while a person edits it. */
export function RuleDialog({ rule, channels, onClose }: RuleDialogProps) {
  const request = useRequest();
  const nameOf = useEndpointNames();
  const [first] = useState<RuleDraft>(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return rule === null ? newRule(channels, zone) : ruleDraftOf(rule.config, zone, nameOf);
  });
  const [draft, setDraft] = useState(first);
  const { busy, errors, save } = useSave(ruleFieldOf, onClose);
  const id = rule === null ? {} : { id: rule.id };

  return (
    <FormDialog
      title={rule === null ? 'Add a rule' : 'Edit the rule'}
      unsaved={draft !== first}
      width={640}
      submit={rule === null ? 'Add' : 'Save'}
      busy={busy}
      onSubmit={() => void save(() => request('rules.save', { ...id, rule: ruleInputOf(draft) }))}
      onClose={onClose}
      error={errors.get(null)}
    >
      <RuleForm
        draft={draft}
        onChange={(change) => setDraft({ ...draft, ...change })}
        errors={errors}
        channels={channels}
      />
      <p className={css.sentence} aria-live="polite">
        {sentenceOf(draft, nameOf)}
      </p>
      <RuleWhatIfSection rule={() => ruleInputOf(draft)} id={rule?.id ?? null} />
    </FormDialog>
  );
}

/** Describes what the rule would do, as far as the form is valid. */
function sentenceOf(draft: RuleDraft, nameOf: (id: string) => string): string {
  const { name, enabled, events, channels, steps, limited, days, from, to, timezone, pattern } = draft;
  return ruleSentence(
    {
      name,
      enabled,
      events,
      channels,
      pattern: pattern.trim(),
      expiresWithin: wholeNumbersIn(draft.expiresWithin),
      match: matchOf(draft),
      after: parseDuration(draft.after) ?? 0,
      repeat: draft.repeat.trim() === '' ? null : parseDuration(draft.repeat),
      steps: steps.map((step) => ({ after: parseDuration(step.after) ?? 0, channels: step.channels })),
      hours: limited ? { days, from, to, timezone } : null,
    },
    nameOf,
  );
}
