import {
  LOCAL_SOURCE,
  NO_CAPABILITIES,
  type Capabilities,
  type Source,
  type SourceId,
} from '../contract/model/source.ts';
import type { EndpointId } from '../contract/model/units.ts';

/** Between the source and the id within it. Neither UUIDs nor source names contain it. */
const SEPARATOR = '~';

/** The source that an endpoint's id belongs to. */
export function sourceOf(id: EndpointId): SourceId {
  const end = id.indexOf(SEPARATOR);
  return end < 0 ? LOCAL_SOURCE : id.slice(0, end);
}

/** Whether an id contains its source: it is not of the local engine. */
export function isIdInSource(id: EndpointId): boolean {
  return id.includes(SEPARATOR);
}

/** The endpoint's id within its source. */
export function idInSource(id: EndpointId): EndpointId {
  return id.slice(id.indexOf(SEPARATOR) + 1);
}

/**
 * @param source a name without `~`
 * @throws RangeError when the name contains `~` or is empty
 */
export function endpointIdOf(source: SourceId, id: EndpointId): EndpointId {
  if (source === '' || source.includes(SEPARATOR)) {
    throw new RangeError(
      `A source name must not be empty and must not contain ${SEPARATOR}: ${JSON.stringify(source)}`,
    );
  }
  return source === LOCAL_SOURCE ? id : `${source}${SEPARATOR}${id}`;
}

/** What can be done with an endpoint: what its source can do, or nothing when the source is unknown. */
export function capabilitiesOf(sources: readonly Source[], id: EndpointId): Capabilities {
  const source = sourceOf(id);
  return sources.find((one) => one.id === source)?.capabilities ?? NO_CAPABILITIES;
}

/** What can be done with all of these endpoints; of none: nothing. */
export function capabilitiesOfAll(sources: readonly Source[], ids: readonly EndpointId[]): Capabilities {
  const [first = NO_CAPABILITIES, ...others] = [...new Set(ids.map(sourceOf))].map((source) => {
    return sources.find(({ id }) => id === source)?.capabilities ?? NO_CAPABILITIES;
  });
  const names = Object.keys(first) as (keyof Capabilities)[];
  return Object.fromEntries(
    names.map((name) => [name, first[name] && others.every((other) => other[name])]),
  ) as unknown as Capabilities;
}
