/**
 * The fake engine's answers about vantage points: two Lookouts, of which the second finds every third endpoint down, and a
 * blackbox_exporter, which cannot check the first endpoint.
 */
import type { VantageRequests } from '../../contract/channels/vantages.ts';

type VantageHandlers = {
  [C in keyof VantageRequests]: (args: VantageRequests[C]['args']) => VantageRequests[C]['answer'];
};

const LOOKOUTS = ['frankfurt', 'sydney'] as const;
const BLACKBOX = 'lab';
export const FAKE_VANTAGES = [...LOOKOUTS, BLACKBOX] as const;

/** The endpoint that the blackbox_exporter cannot check. */
const LIMITED = 'e0';
const ISSUE = { code: 'blackbox', path: 'password', params: { reason: 'secret' }, kind: 'http' } as const;

export function fakeVantages(now: () => number): VantageHandlers {
  return {
    'vantages.states': ({ ids }) => ({
      vantages: FAKE_VANTAGES,
      endpoints: ids.map((id, index) => ({
        id,
        ...(id === LIMITED ? { limits: [{ vantage: BLACKBOX, issue: ISSUE }] } : {}),
        states: LOOKOUTS.map((vantage, place) => {
          const isDown = place === 1 && index % 3 === 0;
          const failure = isDown ? 'timeout' : null;
          return {
            vantage,
            verdict: isDown ? 'down' : 'up',
            at: now(),
            durationMs: 20 + 200 * place,
            failure,
          } as const;
        }),
      })),
    }),
    'vantages.history': ({ from, to, points }) => {
      const step = Math.max(1_000, Math.ceil((to - from) / points));
      const at = Array.from(
        { length: Math.floor((Math.min(to, now()) - from) / step) },
        (_, index) => from + index * step,
      );
      return LOOKOUTS.map((vantage, place) => {
        const isDown = (index: number) => place === 1 && index % 60 > 50;
        return {
          vantage,
          step,
          at,
          durationMs: at.map((_, index) => (isDown(index) ? null : 20 + 200 * place + (index % 7))),
          verdict: at.map((_, index) => (isDown(index) ? 'down' : 'up')),
        };
      });
    },
  };
}
