import type { RuleEvent, RuleInput } from '../../../contract/model/alert-rule.ts';
import type { RuleWhatIf, WhatIfAlert, WhatIfAlerts } from '../../../contract/model/what-if.ts';
import { WhatIf } from '../../form/what-if/what-if.tsx';
import css from '../../form/what-if/what-if.module.css';
import { formatCount, formatCounted, formatDate, formatDuration } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import { useRun } from '../../live/use-run.ts';
import { formatWhen } from '../check/when.ts';
import { eventLabel } from './rule-text.ts';

export interface RuleWhatIfProps {
  /** The rule as it is edited. */
  readonly rule: () => RuleInput;
  /** The stored rule; null: it is new. */
  readonly id: string | null;
}

/** Which alerts a rule would have sent, compared with those that were sent. */
export function RuleWhatIfSection({ rule, id }: RuleWhatIfProps) {
  const texts = useTexts();
  const { running, done, answer, refused, start, cancel } = useRun('whatIf.rule');
  return (
    <WhatIf
      explanation="Which alerts this rule would have sent."
      running={running}
      done={done}
      trouble={refused === null ? null : texts.refusal(refused)}
      onStart={(days) => {
        // Message texts make no difference, and the rule may have no name yet.
        const { titleTemplate: _title, bodyTemplate: _body, ...input } = rule();
        const named = { ...input, name: input.name === '' ? 'This rule' : input.name };
        void start({ rule: named, days, ...(id === null ? {} : { id }) });
      }}
      onCancel={cancel}
    >
      {answer === null ? null : <Result answer={answer} isNew={id === null} />}
    </WhatIf>
  );
}

function Result({ answer, isNew }: { readonly answer: RuleWhatIf; readonly isNew: boolean }) {
  if (answer.endpoints === 0) return <p className={css.note}>No endpoint matches, so this rule never alerts.</p>;
  return (
    <>
      <div className={css.sides}>
        <Side heading="This rule would have sent" alerts={answer.would} />
        <Side heading={isNew ? 'Your rules sent' : 'It sent'} alerts={answer.sent} showRule={isNew} />
      </div>
      {limitsOf(answer).map((text) => (
        <p key={text} className={css.note}>
          {text}
        </p>
      ))}
    </>
  );
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** What the replay leaves out, and why. */
function limitsOf({ notReplayed, partly }: RuleWhatIf): readonly string[] {
  const named = (events: readonly RuleEvent[]) => list.format(events.map((event) => `“${eventLabel(event)}”`));
  return [
    ...(notReplayed.length === 0 ? [] : [`Not replayed, because its causes are not stored: ${named(notReplayed)}.`]),
    ...(partly === null
      ? []
      : [
          `Replayed only since ${formatDate(partly.from)}: ${named(partly.events)}. Single checks are not kept for longer. You can change that in the settings.`,
        ]),
  ];
}

interface SideProps {
  readonly heading: string;
  readonly alerts: WhatIfAlerts;
  readonly showRule?: boolean;
}

function Side({ heading, alerts: { alerts, count, messages, dropped }, showRule = false }: SideProps) {
  return (
    <section className={css.side} aria-label={heading}>
      <h4 className={css.heading}>{heading}</h4>
      <p className={css.figure}>
        {formatCounted(count, 'alert')}, {formatCounted(messages, 'message')}
      </p>
      {dropped === 0 ? null : (
        <p className={css.note}>{formatCounted(dropped, 'other problem')} ended before a message was due.</p>
      )}
      <ul className={css.alerts}>
        {alerts.map((alert) => (
          <li key={`${alert.startedAt} ${alert.rule} ${alert.names.join()}`}>
            <span className={css.when}>{formatWhen(alert.startedAt)}</span> {nameOf(alert)} {lasted(alert)}
            {showRule ? <span className={css.when}> · {alert.rule}</span> : null}
          </li>
        ))}
      </ul>
      {count > alerts.length ? <p className={css.note}>and {formatCount(count - alerts.length)} earlier ones</p> : null}
    </section>
  );
}

function nameOf({ names, endpointCount }: WhatIfAlert): string {
  return endpointCount === 1 ? (names[0] ?? '') : `${formatCount(endpointCount)} endpoints`;
}

function lasted({ about, severity, startedAt, endedAt }: WhatIfAlert): string {
  const what = about === 'status' ? severity : eventLabel(about).toLowerCase();
  return endedAt === null ? `${what} until now` : `${what} for ${formatDuration(endedAt - startedAt)}`;
}
