import { useEffect, useMemo, useState } from 'react';
import type { DetailDescriptor } from '../../../../contract/descriptor.ts';
import type { EndpointChange } from '../../../../contract/model/change.ts';
import type { EndpointId, EpochMs, Ms } from '../../../../contract/model/units.ts';
import type { TimeSpan } from '../../../../shared/time-view.ts';
import type { ChartNote } from '../../../charts/data/annotation-marks.ts';
import { useConnected, useKind, useRequest } from '../../../live/hooks.ts';
import { changedText } from '../../check/change-lines.ts';

/** A live chart requests changes again only when it has moved this far, or when a check ended. */
const STEP_MS: Ms = 60_000;
const PAGE = 200;
/** The maximum number of pages to request: the engine keeps no more checks that found changes. */
const MOST_PAGES = 5;

interface Answered {
  readonly id: EndpointId;
  readonly changes: readonly EndpointChange[];
}

const NO_DETAILS: readonly DetailDescriptor[] = [];

/**
 * The changes that the checks of an endpoint found in a time span, such as the answers of a DNS server, as marks of a
 * chart.
 * @param checkedAt the time of the last check, which may have found a change; 0 if nothing new can be in the span
 */
export function useChangeNotes(id: EndpointId, kind: string, span: TimeSpan, checkedAt: EpochMs): readonly ChartNote[] {
  const request = useRequest();
  const connected = useConnected();
  const details = useKind(kind)?.details ?? NO_DETAILS;
  const tracks = details.some(({ tracked }) => tracked !== undefined);
  const [answered, setAnswered] = useState<Answered | null>(null);
  const from = Math.floor(span.from / STEP_MS) * STEP_MS;
  const to = Math.ceil(span.to / STEP_MS) * STEP_MS;
  useEffect(() => {
    if (!connected || !tracks) return;
    const stop = new AbortController();
    const load = async () => {
      const changes: EndpointChange[] = [];
      let before = to;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const found = await request('changes.list', { id, before, limit: PAGE });
        if (stop.signal.aborted) return;
        changes.push(...found.filter(({ at }) => at >= from));
        before = found.at(-1)?.at ?? from;
        if (before <= from || found.length < PAGE) break;
      }
      setAnswered({ id, changes });
    };
    // The tab with the changes shows why they cannot be read.
    load().catch(() => undefined);
    return () => stop.abort();
    // A new check may have found a change.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [request, connected, tracks, id, from, to, checkedAt]);
  return useMemo(
    () =>
      (answered?.id === id ? answered.changes : []).map((change): ChartNote => ({
        id: `change ${change.at} ${change.name}`,
        kind: 'change',
        at: change.at,
        to: null,
        open: false,
        text: changedText(
          change,
          details.find(({ name }) => name === change.name),
        ),
      })),
    [answered, id, details],
  );
}
