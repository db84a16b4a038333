import { useEffect, useState } from 'react';
import type { RequestFailure } from '../../../../contract/errors.ts';
import type { EndpointChange } from '../../../../contract/model/change.ts';
import type { EndpointId, EpochMs } from '../../../../contract/model/units.ts';
import { useConnected, useRequest, useTexts } from '../../../live/hooks.ts';
import { toRequestFailure } from '../../../live/request-failed.ts';
import type { Paging } from '../../../components/paged-list.tsx';

const PAGE = 50;

export interface ChangePages extends Paging {
  /** Newest first. */
  readonly changes: readonly EndpointChange[];
}

type Answered = Pick<ChangePages, 'changes' | 'loaded' | 'hasOlder'>;

const NOTHING: Answered = { changes: [], loaded: false, hasOlder: false };

/**
 * The changes that the checks of an endpoint found. Requests them again when there is a new check. @param newestAt the
 * time of the newest check @param enabled false: the kind tracks nothing, so there is nothing to request
 */
export function useChanges(id: EndpointId, newestAt: EpochMs | null, enabled: boolean): ChangePages {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const [answer, setAnswer] = useState(NOTHING);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const [loading, setLoading] = useState(false);
  const [shownId, setShownId] = useState(id);
  if (id !== shownId) {
    setShownId(id);
    setAnswer(NOTHING);
  }

  useEffect(() => {
    if (!connected || !enabled) return;
    let wanted = true;
    const load = async () => {
      try {
        const page = await request('changes.list', { id, limit: PAGE });
        if (!wanted) return;
        setAnswer((current) => joined(page, current));
        setRefused(null);
      } catch (error) {
        if (wanted) setRefused(toRequestFailure(error));
      }
    };
    void load();
    return () => {
      wanted = false;
    };
    // A new check may have found a change.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [request, connected, id, enabled, newestAt]);

  const loadOlder = async () => {
    const before = answer.changes.at(-1)?.at;
    if (loading || before === undefined) return;
    setLoading(true);
    try {
      const page = await request('changes.list', { id, limit: PAGE, before });
      setAnswer(({ changes }) => ({ changes: [...changes, ...page], loaded: true, hasOlder: isFull(page) }));
      setRefused(null);
    } catch (error) {
      setRefused(toRequestFailure(error));
    }
    setLoading(false);
  };

  return {
    ...answer,
    loading,
    trouble: refused === null ? null : texts.refusal(refused),
    loadOlder: () => void loadOlder(),
  };
}

/**
 * Whether a page may be followed by another. A page contains the changes of a number of checks, each of which may have
 * several.
 */
function isFull(page: readonly EndpointChange[]): boolean {
  return new Set(page.map(({ at }) => at)).size >= PAGE;
}

/** The newest page, and the older ones that were loaded before. */
function joined(page: readonly EndpointChange[], current: Answered): Answered {
  const last = page.at(-1)?.at ?? -Infinity;
  const older = current.changes.filter(({ at }) => at < last);
  return {
    changes: [...page, ...older],
    loaded: true,
    hasOlder: older.length > 0 ? current.hasOlder : isFull(page),
  };
}
