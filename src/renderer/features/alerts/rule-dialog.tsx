import { useMemo, useState, type FormEvent } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { AlertRuleView } from '../../../contract/model/alert-rule.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import { parseDuration } from '../../../shared/duration.ts';
import css from './alerts.module.css';
import { newRule, ruleDraftOf, ruleFieldOf, ruleInputOf, type RuleDraft } from './rule-draft.ts';
import { RuleForm } from './rule-form.tsx';
import { ruleSentence } from './rule-text.ts';
import { matchOf } from '../../form/match/match-draft.ts';

const FORM = 'alert-rule';

export interface RuleDialogProps {
  /** Null: a new one. */
  readonly rule: AlertRuleView | null;
  /** The names of the channels that there are. */
  readonly channels: readonly string[];
  readonly onClose: () => void;
}

/** Adds or changes a rule. Says in words what it does while it is written. */
export function RuleDialog({ rule, channels, onClose }: RuleDialogProps) {
  const request = useRequest();
  const texts = useTexts();
  const nameOf = useEndpointNames();
  const first = useMemo(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return rule === null ? newRule(channels, zone) : ruleDraftOf(rule.config, zone, nameOf);
    // The form keeps what was entered when endpoints and channels change.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [rule]);
  const [draft, setDraft] = useState<RuleDraft>(first);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const errors = new Map(
    (refused?.issues ?? []).map((issue) => [ruleFieldOf(issue.path), texts.issue(issue)] as const).reverse(),
  );
  const general =
    refused === null ? undefined : refused.issues.length === 0 ? texts.refusal(refused) : errors.get(null);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await request('rules.save', { ...(rule === null ? {} : { id: rule.id }), rule: ruleInputOf(draft) });
      onClose();
    } catch (error) {
      setRefused(toRequestFailure(error));
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={rule === null ? 'Add a rule' : 'Edit the rule'}
      unsaved={draft !== first}
      width={640}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={FORM} busy={busy}>
            {rule === null ? 'Add' : 'Save'}
          </Button>
        </>
      }
    >
      <form id={FORM} className={css.form} onSubmit={(event) => void save(event)} noValidate>
        <RuleForm
          draft={draft}
          onChange={(change) => setDraft({ ...draft, ...change })}
          errors={errors}
          channels={channels}
        />
        <p className={css.sentence} aria-live="polite">
          {sentenceOf(draft, nameOf)}
        </p>
        {general === undefined ? null : (
          <p className={css.error} role="alert">
            {general}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** What the rule would do, as far as it can be read. */
function sentenceOf(draft: RuleDraft, nameOf: (id: string) => string): string {
  const { name, enabled, events, channels, steps, limited, days, from, to, timezone } = draft;
  return ruleSentence(
    {
      name,
      enabled,
      events,
      channels,
      match: matchOf(draft),
      after: parseDuration(draft.after) ?? 0,
      repeat: draft.repeat.trim() === '' ? null : parseDuration(draft.repeat),
      steps: steps.map((step) => ({ after: parseDuration(step.after) ?? 0, channels: step.channels })),
      hours: limited ? { days, from, to, timezone } : null,
    },
    nameOf,
  );
}
