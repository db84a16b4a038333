import type { RuleInput } from '../model/alert-rule.ts';
import type { EndpointId } from '../model/units.ts';
import type { EndpointWhatIf, RuleWhatIf, WhatIfDays, WhatIfSettings } from '../model/what-if.ts';

/** Requests that replay stored history with other settings. The caller chooses the name of a run. */
export interface WhatIfRequests {
  'whatIf.rule': { args: { run: string; id?: string; rule: RuleInput; days: WhatIfDays }; answer: RuleWhatIf };
  'whatIf.endpoint': {
    args: { run: string; id: EndpointId; config: WhatIfSettings; days: WhatIfDays };
    answer: EndpointWhatIf;
  };
  'whatIf.progress': { args: { run: string }; answer: { done: number } };
  'whatIf.cancel': { args: { run: string }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const WHAT_IF_CHANNELS = {
  'whatIf.rule':
    'Replays the last 7 or 30 days through a rule as given, unsaved: which alerts it would have sent, beside those that were sent by the rule with the `id`, or without it by all rules.',
  'whatIf.endpoint':
    'Judges the stored checks of an endpoint again with other settings: how often and how long it would have been down and degraded.',
  'whatIf.progress': 'How much of a run is done, from 0 to 1; 1 also for a run that does not exist.',
  'whatIf.cancel': 'Ends a run; its request is refused.',
} as const satisfies Record<keyof WhatIfRequests, string>;
