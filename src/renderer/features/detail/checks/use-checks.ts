import { useCallback, useEffect, useRef, useState } from 'react';
import type { RequestFailure } from '../../../../contract/errors.ts';
import type { CheckResult } from '../../../../contract/model/check.ts';
import type { EndpointId, EpochMs, Ms } from '../../../../contract/model/units.ts';
import { useChecked, useConnected, useRequest, useTexts } from '../../../live/hooks.ts';
import { toRequestFailure } from '../../../live/request-failed.ts';
import { LIVE_ROWS, isWhole, mergeChecks, prependCheck, type ListedCheck } from './check-list.ts';
import type { Paging } from '../../../components/paged-list.tsx';

const PAGE = 50;
const OLDER_PAGE = 200;

export interface Checks extends Paging {
  /** Newest first. */
  readonly list: readonly ListedCheck[];
  /** The list does not follow new checks, because it shows older ones. */
  readonly detached: boolean;
  /** Shows the checks around a time that is not in the list. */
  readonly showAround: (at: EpochMs) => void;
  /** Follows new checks again. */
  readonly showLatest: () => void;
}

interface State {
  readonly list: readonly ListedCheck[];
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  /**
   * The maximum length to which pushes may grow the list: requested checks stay. Infinite while an older page is
   * loading.
   */
  readonly cap: number;
  readonly detached: boolean;
}

const NOTHING: State = { list: [], loaded: false, hasOlder: false, cap: LIVE_ROWS, detached: false };

/** The page to load: the newest checks, those before a time, or those around one. */
type Page = { readonly newest: true } | { readonly before: EpochMs } | { readonly around: EpochMs };
/** About how many checks of a page around a time are newer than that time. */
const NEWER = 20;

/** The recent checks of one endpoint. New ones are added on top, older ones are requested. */
export function useChecks(id: EndpointId, interval: Ms): Checks {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const [state, setState] = useState(NOTHING);
  const [loading, setLoading] = useState(false);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const load = useRef<(page: Page) => void>(() => {});
  const latestInterval = useRef(interval);
  useEffect(() => {
    latestInterval.current = interval;
  });

  useEffect(() => {
    if (!connected) return;
    const controller = new AbortController();
    const { signal } = controller;
    const list = (limit: number, before?: EpochMs) =>
      request('checks.list', { id, limit, ...(before === undefined ? {} : { before }) });

    const around = async (at: EpochMs) => {
      const page = await list(OLDER_PAGE, at + NEWER * latestInterval.current);
      // With checks more frequent than the interval, such as retries, the page may not reach back far enough.
      return page.some((check) => check.at === at) ? page : list(OLDER_PAGE, at + 1);
    };
    const pageOf = (wanted: Page) => {
      if ('around' in wanted) return around(wanted.around);
      return 'before' in wanted ? list(OLDER_PAGE, wanted.before) : list(PAGE);
    };
    // Only the answer to the last request counts: an older one belongs to a list that may no longer be shown.
    let generation = 0;
    const read = async (wanted: Page, isCurrent: () => boolean) => {
      const page = await pageOf(wanted);
      if (!isCurrent()) return;
      setState((current) => withPage(current, page, wanted));
      setRefused(null);
    };
    load.current = (wanted) => {
      generation += 1;
      const own = generation;
      const isCurrent = () => !signal.aborted && own === generation;
      setLoading(true);
      read(wanted, isCurrent)
        .catch((error: unknown) => {
          if (!isCurrent()) return;
          setRefused(toRequestFailure(error));
          setState((current) => ({ ...current, cap: capOf(current.list) }));
        })
        .finally(() => {
          if (isCurrent()) setLoading(false);
        });
    };
    load.current({ newest: true });
    return () => {
      controller.abort();
      load.current = () => {};
      setLoading(false);
    };
  }, [connected, request, id]);

  useChecked(id, (check) => {
    setState((current) => {
      if (current.detached) return current;
      const { list, trimmed } = prependCheck(current.list, check, current.cap);
      return { ...current, list, hasOlder: current.hasOlder || trimmed };
    });
  });

  const oldest = state.list.at(-1)?.at;
  const loadOlder = useCallback(() => {
    if (loading || oldest === undefined) return;
    // The page continues after the currently oldest check. If new checks pushed that one out of the list, there would
    // be a gap.
    setState((current) => ({ ...current, cap: Infinity }));
    load.current({ before: oldest });
  }, [loading, oldest]);
  const showAround = useCallback((at: EpochMs) => load.current({ around: at }), []);
  const showLatest = useCallback(() => {
    setState((current) => (current.detached ? NOTHING : current));
    load.current({ newest: true });
  }, []);

  const { list, loaded, hasOlder, detached } = state;
  const trouble = refused === null ? null : texts.refusal(refused);
  return { list, loaded, hasOlder, loading, trouble, loadOlder, detached, showAround, showLatest };
}

function withPage(current: State, page: readonly ListedCheck[], wanted: Page): State {
  if ('around' in wanted) {
    return { list: page, loaded: true, hasOlder: page.length === OLDER_PAGE, cap: LIVE_ROWS, detached: true };
  }
  // The newest checks also arrive after a reconnect. They must not be merged into a list of older ones.
  if ('newest' in wanted && current.detached) return current;
  if ('newest' in wanted && leavesHole(current.list, page)) {
    const newer = current.list.filter((check) => check.at > (page.at(-1)?.at ?? -Infinity));
    return { ...NOTHING, list: mergeChecks(newer, page), loaded: true, hasOlder: true };
  }
  const list = mergeChecks(current.list, page);
  // The first page, requested again after a reconnect, does not show whether there are checks older than the list.
  const size = 'newest' in wanted ? PAGE : OLDER_PAGE;
  const hasOlder = 'newest' in wanted && current.loaded ? current.hasOlder : page.length === size;
  return { ...current, list, loaded: true, hasOlder, cap: capOf(list) };
}

function capOf(list: readonly ListedCheck[]): number {
  return Math.max(LIVE_ROWS, list.length);
}

/**
 * Whether checks may be missing between the newest page and the list: after a long time without a connection. The list
 * may have newer checks that were pushed since, so only a check of the list at the end of the page shows that they
 * meet.
 */
function leavesHole(list: readonly ListedCheck[], page: readonly ListedCheck[]): boolean {
  const end = page.at(-1)?.at;
  if (end === undefined || page.length < PAGE) return false;
  return list.some(({ at }) => at < end) && list.every(({ at }) => at !== end);
}

const NOT_KEPT = 'The details of this check are no longer kept.';

export interface WholeCheck {
  /** The requested check, or the previous one until it arrives. */
  readonly check: CheckResult | null;
  readonly trouble: string | null;
}

/** The check of a given time with its details: from the list, or requested. @param at null: no check is chosen */
export function useWholeCheck(id: EndpointId, at: EpochMs | null, list: readonly ListedCheck[]): WholeCheck {
  const request = useRequest();
  const texts = useTexts();
  const [fetched, setFetched] = useState<CheckResult | null>(null);
  const [refused, setRefused] = useState<RequestFailure | 'notKept' | null>(null);
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
        setRefused(check?.at === at ? null : 'notKept');
      } catch (error) {
        if (controller.signal.aborted) return;
        setRefused(toRequestFailure(error));
      }
    };
    void ask();
    return () => controller.abort();
  }, [request, id, at, missing]);

  const [shown, setShown] = useState<CheckResult | null>(null);
  const ready = known ?? (fetched?.at === at ? fetched : null);
  if (ready !== null && ready !== shown) setShown(ready);
  if (ready !== null || refused === null) return { check: ready ?? shown, trouble: null };
  return { check: shown, trouble: refused === 'notKept' ? NOT_KEPT : texts.refusal(refused) };
}
