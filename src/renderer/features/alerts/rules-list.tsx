import { clsx } from 'clsx';
import { ListChecks, Pencil, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { AlertRuleView } from '../../../contract/model/alert-rule.ts';
import { IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import items from '../../components/item-list.module.css';
import { matchText } from '../../form/match/match-text.ts';
import { useRemoval } from '../../live/use-removal.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import css from './alerts.module.css';
import { RuleDialog } from './rule-dialog.tsx';
import { ruleSentence } from './rule-text.ts';

export interface RulesListProps {
  readonly rules: readonly AlertRuleView[];
  readonly channels: readonly string[];
  readonly canEdit: boolean;
  /** The button that adds a rule. */
  readonly add: ReactNode;
}

export function RulesList({ rules, channels, canEdit, add }: RulesListProps) {
  const [edited, setEdited] = useState<AlertRuleView | null>(null);
  const remove = useRemoval();
  const nameOf = useEndpointNames();
  if (rules.length === 0) {
    return (
      <EmptyState icon={ListChecks} title="No rules" action={add}>
        <p>
          Lookout notifies you on this computer when an endpoint goes down and when it is back. A rule notifies others:
          it says who is notified about which endpoints, and after how long.
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={items.list}>
        {rules.map((rule) => {
          const { id, config, source, endpoints } = rule;
          const fromFile = source === 'file';
          return (
            <li key={id} className={clsx(items.item, !config.enabled && items.over)}>
              <div className={css.main}>
                <p className={items.name}>
                  {config.name}
                  {config.enabled ? null : <span className={items.badge}>Off</span>}
                  {fromFile ? <span className={items.badge}>lookout.yaml</span> : null}
                </p>
                <p>{ruleSentence(config, nameOf)}</p>
                <p className={clsx(items.facts, endpoints === 0 && items.warning)}>
                  {endpoints === 0
                    ? 'No endpoint matches, so this rule never alerts.'
                    : matchText(config.match, endpoints, nameOf)}
                </p>
              </div>
              {fromFile || !canEdit ? null : (
                <div className={css.actions}>
                  <IconButton label={`Edit ${config.name}`} icon={Pencil} size="sm" onClick={() => setEdited(rule)} />
                  <IconButton
                    label={`Remove ${config.name}`}
                    icon={Trash2}
                    size="sm"
                    onClick={() =>
                      void remove({
                        name: config.name,
                        channel: 'rules.remove',
                        id,
                        undo: 'rules.save',
                        undoArgs: { rule: config },
                      })
                    }
                  />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {edited === null ? null : <RuleDialog rule={edited} channels={channels} onClose={() => setEdited(null)} />}
    </>
  );
}
