/** The order in which the overview last showed its endpoints. The detail page goes through them in this order. */

let order: readonly string[] = [];

export function rememberOrder(ids: readonly string[]): void {
  order = ids;
}

export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
  /** From 1; 0: the endpoint is not among them. */
  readonly position: number;
  readonly count: number;
}

/**
 * The endpoints before and after an endpoint.
 * @param exists whether an endpoint with that id still exists
 * @param all all endpoints, for a page that has not shown the overview yet
 */
export function neighboursOf(id: string, exists: (id: string) => boolean, all: readonly string[]): Neighbours {
  const known = order.includes(id) ? order.filter(exists) : all;
  const index = known.indexOf(id);
  return {
    previous: index > 0 ? (known[index - 1] ?? null) : null,
    next: index === -1 ? null : (known[index + 1] ?? null),
    position: index + 1,
    count: known.length,
  };
}
