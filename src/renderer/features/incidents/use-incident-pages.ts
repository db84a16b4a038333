import { useEffect, useMemo, useRef, useState } from 'react';
import type { EndpointId, Incident } from '../../../contract/model.ts';
import { useConnected, useIncidents, useRequest } from '../../engine/hooks.ts';
import { toRequestFailure } from '../../engine/request-failed.ts';
import { mergeIncidents } from './merge-incidents.ts';

const PAGE = 100;

export interface IncidentPages {
  /** Open ones first, then newest first; live. */
  readonly incidents: readonly Incident[];
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  readonly loading: boolean;
  /** Why the last page could not be had. */
  readonly trouble: string | null;
  readonly loadOlder: () => void;
}

interface Pages {
  readonly list: readonly Incident[];
  readonly loaded: boolean;
  readonly hasOlder: boolean;
}

const NOTHING: Pages = { list: [], loaded: false, hasOlder: false };

/** Incidents of one endpoint, or of all: what is pushed, and pages of what came before. */
export function useIncidentPages(id?: EndpointId): IncidentPages {
  const request = useRequest();
  const connected = useConnected();
  const live = useIncidents();
  const [pages, setPages] = useState(NOTHING);
  const [loading, setLoading] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const askBefore = useRef<(before: number | null) => void>(() => {});

  useEffect(() => {
    if (!connected) return;
    const controller = new AbortController();
    const load = async (before: number | null) => {
      try {
        const page = await request('incidents.list', {
          limit: PAGE,
          ...(id === undefined ? {} : { id }),
          ...(before === null ? {} : { before }),
        });
        if (controller.signal.aborted) return;
        setPages((current) => ({
          list: mergeIncidents(current.list, page),
          loaded: true,
          hasOlder: before === null && current.loaded ? current.hasOlder : page.length === PAGE,
        }));
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

  const incidents = useMemo(
    () => mergeIncidents(pages.list, id === undefined ? live : live.filter((one) => one.endpointId === id)),
    [pages.list, live, id],
  );

  const loadOlder = () => {
    if (loading || !connected) return;
    setLoading(true);
    // An open incident may be older than any page: the oldest start of what was paged is where the next begins.
    const oldest = pages.list.reduce((least, one) => Math.min(least, one.startedAt), Infinity);
    askBefore.current(Number.isFinite(oldest) ? oldest : null);
  };

  return { incidents, loaded: pages.loaded, hasOlder: pages.hasOlder, loading, trouble, loadOlder };
}
