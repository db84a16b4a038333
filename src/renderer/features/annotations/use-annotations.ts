import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import { useAnswer, type AnswerState } from '../../live/use-answer.ts';

/** A live chart requests annotations again only when it has moved this far, in milliseconds. */
const STEP_MS = 60_000;

/**
 * The annotations of a range, newest first.
 * @param id only those that concern this endpoint; null: all
 */
export function useAnnotations(id: EndpointId | null, from: EpochMs, to: EpochMs): AnswerState<'annotations.list'> {
  const range = { from: Math.floor(from / STEP_MS) * STEP_MS, to: Math.ceil(to / STEP_MS) * STEP_MS };
  return useAnswer('annotations.list', id === null ? range : { id, ...range }, 'annotations');
}
