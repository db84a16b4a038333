import { useEffect, useMemo, useRef, useState } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import { useConnected, useEndpointIds, useIncidents, useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { matches, type IncidentFilter } from './incident-filter.ts';
import { mergeIncidents } from './merge-incidents.ts';

const PAGE = 100;

export interface IncidentPages {
  /** Open ones first, then newest first; live. */
  readonly incidents: readonly Incident[];
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  readonly loading: boolean;
  /** Why the last page could not be loaded. */
  readonly trouble: string | null;
  readonly loadOlder: () => void;
}

interface Pages {
  readonly list: readonly Incident[];
  readonly loaded: boolean;
  readonly hasOlder: boolean;
}

const NOTHING: Pages = { list: [], loaded: false, hasOlder: false };

export interface IncidentQuery {
  /** Default: all endpoints. */
  readonly id?: EndpointId;
  readonly status?: IncidentFilter['status'];
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

/** The incidents of one endpoint or of all: pushed ones, and pages of older ones. */
export function useIncidentPages({
  id,
  status = 'all',
  from = -Infinity,
  to = Infinity,
}: IncidentQuery): IncidentPages {
  const request = useRequest();
  const texts = useTexts();
  const connected = useConnected();
  const live = useIncidents();
  const endpointIds = useEndpointIds();
  const [pages, setPages] = useState(NOTHING);
  const [loading, setLoading] = useState(false);
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const askBefore = useRef<(last: Incident | null) => void>(() => {});

  const query = `${id ?? ''} ${status} ${from} ${to}`;
  const [shownQuery, setShownQuery] = useState(query);
  if (query !== shownQuery) {
    setShownQuery(query);
    setPages(NOTHING);
  }

  useEffect(() => {
    if (!connected) return;
    const controller = new AbortController();
    const load = async (last: Incident | null) => {
      try {
        const page = await request('incidents.list', {
          limit: PAGE,
          ...(id === undefined ? {} : { id }),
          ...(status === 'all' ? {} : { open: status === 'open' }),
          ...(from === -Infinity ? {} : { endedAfter: from }),
          ...(last === null ? firstBefore(to) : { before: last.startedAt, beforeId: last.id }),
        });
        if (controller.signal.aborted) return;
        setPages((current) => ({
          list: mergeIncidents(current.list, page),
          loaded: true,
          hasOlder: last === null && current.loaded ? current.hasOlder : page.length === PAGE,
        }));
        setRefused(null);
      } catch (error) {
        if (controller.signal.aborted) return;
        setRefused(toRequestFailure(error));
      }
      setLoading(false);
    };
    askBefore.current = (last) => void load(last);
    void load(null);
    return () => {
      controller.abort();
      setLoading(false);
    };
  }, [connected, request, id, status, from, to]);

  const incidents = useMemo(() => {
    const wanted = (one: Incident) => (id === undefined || one.endpointId === id) && matches(one, status, { from, to });
    // After a page was loaded, its incidents may have ended, and their endpoints may have been deleted.
    const existing = new Set(endpointIds);
    const read = pages.list.filter(({ endpointId }) => existing.has(endpointId));
    return mergeIncidents(read, live).filter(wanted);
  }, [pages.list, live, endpointIds, id, status, from, to]);

  const loadOlder = () => {
    if (loading || !connected) return;
    setLoading(true);
    // Open incidents come first whatever their age, so the oldest loaded incident is not the last of the list.
    const last = pages.list.reduce<Incident | null>(
      (last, one) => (last === null || comesAfter(one, last) ? one : last),
      null,
    );
    askBefore.current(last);
  };

  return {
    incidents,
    loaded: pages.loaded,
    hasOlder: pages.hasOlder,
    loading,
    trouble: refused === null ? null : texts.refusal(refused),
    loadOlder,
  };
}

/** The first page ends with the range. */
function firstBefore(to: EpochMs): { readonly before?: EpochMs } {
  return to === Infinity ? {} : { before: to };
}

/** In the engine's order: by start, then id, newest first. */
function comesAfter(one: Incident, other: Incident): boolean {
  return one.startedAt < other.startedAt || (one.startedAt === other.startedAt && one.id < other.id);
}
