import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import { useChecked, useConnected, useRequest } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { LIVE_ROWS, isWhole, mergeChecks, prependCheck, type ListedCheck } from './check-list.ts';

const PAGE = 50;

export interface Checks {
  /** Newest first. */
  readonly list: readonly ListedCheck[];
  /** False until the first page is there. */
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  readonly loading: boolean;
  /** Why the last page could not be had. */
  readonly trouble: string | null;
  /** Asks for the next older page; does nothing while one is on its way. */
  readonly loadOlder: () => void;
}

interface State {
  readonly list: readonly ListedCheck[];
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  /** How long pushes may make the list: what was asked for stays. */
  readonly cap: number;
}

const NOTHING: State = { list: [], loaded: false, hasOlder: false, cap: LIVE_ROWS };

/** The recent checks of one endpoint: new ones come on top as they end, older ones when asked for. */
export function useChecks(id: EndpointId): Checks {
  const request = useRequest();
  const connected = useConnected();
  const [state, setState] = useState(NOTHING);
  const [loading, setLoading] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const askBefore = useRef<(before: EpochMs | null) => void>(() => {});

  useEffect(() => {
    if (!connected) return;
    const controller = new AbortController();
    const load = async (before: EpochMs | null) => {
      try {
        const page = await request('checks.list', { id, limit: PAGE, ...(before === null ? {} : { before }) });
        if (controller.signal.aborted) return;
        setState((current) => {
          const list = mergeChecks(current.list, page);
          // The first page again, after a reconnect, says nothing of what is older than the list.
          const hasOlder = before === null && current.loaded ? current.hasOlder : page.length === PAGE;
          return { list, loaded: true, hasOlder, cap: Math.max(LIVE_ROWS, list.length) };
        });
        setTrouble(null);
      } catch (error) {
        if (controller.signal.aborted) return;
        setTrouble(toRequestFailure(error).message);
      }
      setLoading(false);
    };
    askBefore.current = (before) => void load(before);
    void load(null);
    return () => {
      controller.abort();
      setLoading(false);
    };
  }, [connected, request, id]);

  useChecked(id, (check) => {
    setState((current) => {
      const { list, trimmed } = prependCheck(current.list, check, current.cap);
      return { ...current, list, hasOlder: current.hasOlder || trimmed };
    });
  });

  const oldest = state.list.at(-1)?.at ?? null;
  const loadOlder = useCallback(() => {
    if (loading || !connected) return;
    setLoading(true);
    askBefore.current(oldest);
  }, [loading, connected, oldest]);

  const { list, loaded, hasOlder } = state;
  return { list, loaded, hasOlder, loading, trouble, loadOlder };
}

export interface WholeCheck {
  /** The check asked for, or, until it is there, the one before it. */
  readonly check: CheckResult | null;
  readonly trouble: string | null;
}

/**
 * The check of a given time with its details: from the list, or asked for.
 * @param at null: nothing is chosen
 */
export function useWholeCheck(id: EndpointId, at: EpochMs | null, list: readonly ListedCheck[]): WholeCheck {
  const request = useRequest();
  const [fetched, setFetched] = useState<CheckResult | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const listed = list.find((check) => check.at === at);
  const known = listed !== undefined && isWhole(listed) ? listed : null;
  const missing = at !== null && known === null && fetched?.at !== at;

  useEffect(() => {
    if (!missing) return;
    const controller = new AbortController();
    const ask = async () => {
      try {
        const [check] = await request('checks.list', { id, before: at + 1, limit: 1 });
        if (controller.signal.aborted) return;
        setFetched(check?.at === at ? check : null);
        setTrouble(check?.at === at ? null : 'The details of this check are no longer kept.');
      } catch (error) {
        if (controller.signal.aborted) return;
        setTrouble(toRequestFailure(error).message);
      }
    };
    void ask();
    return () => controller.abort();
  }, [request, id, at, missing]);

  const [shown, setShown] = useState<CheckResult | null>(null);
  const ready = known ?? (fetched?.at === at ? fetched : null);
  if (ready !== null && ready !== shown) setShown(ready);
  return { check: ready ?? shown, trouble: ready === null ? trouble : null };
}
