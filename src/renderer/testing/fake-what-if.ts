/** The fake engine's answers about what-if settings. */
import type { WhatIfRequests } from '../../contract/channels/what-if.ts';
import type { WhatIfAlert } from '../../contract/model/what-if.ts';

type WhatIfHandlers = {
  [C in keyof WhatIfRequests]: (args: WhatIfRequests[C]['args']) => WhatIfRequests[C]['answer'];
};

const DAY_MS = 86_400_000;

export function fakeWhatIf(now: () => number): WhatIfHandlers {
  const alert = (rule: string, daysAgo: number): WhatIfAlert => {
    const startedAt = now() - daysAgo * DAY_MS;
    return {
      rule,
      about: 'status',
      severity: 'down',
      state: 'resolved',
      startedAt,
      firedAt: startedAt + 60_000,
      endedAt: startedAt + 900_000,
      names: ['Shop'],
      endpointCount: 1,
      messages: 2,
    };
  };
  return {
    'whatIf.rule': ({ rule: { name = '' }, days }) => ({
      from: now() - days * DAY_MS,
      to: now(),
      endpoints: 3,
      would: { alerts: [alert(name, 1)], count: 1, messages: 2, dropped: 4 },
      sent: { alerts: [alert('Old', 1), alert('Old', 2)], count: 2, messages: 4, dropped: 0 },
      notReplayed: ['lookout'],
      partly: { events: ['certificate', 'pattern'], from: now() - DAY_MS },
    }),
    'whatIf.endpoint': ({ config: { retries, conditions = [] }, days }) => ({
      from: now() - days * DAY_MS,
      to: now(),
      checks: 20_160,
      would: { incidents: Number(retries) > 2 ? 1 : 3, downMs: 720_000, degradedMs: 0 },
      now: { incidents: 3, downMs: 720_000, degradedMs: 60_000 },
      newConditions: conditions.length,
    }),
    'whatIf.progress': () => ({ done: 1 }),
    'whatIf.cancel': () => null,
  };
}
