/** Endpoints that depend on other endpoints: what their references mean, and no circles. */
import type { FormField } from '../../contract/descriptor.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EndpointId } from '../../contract/model/units.ts';
import { issueOf } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import type { CheckKind, Member, Members } from '../check/kind.ts';
import type { Clock } from '../ports.ts';
import type { Monitor } from './monitor.ts';
import type { PathOf } from './read-endpoints.ts';

/** An endpoint, as far as references concern it. */
export interface Node {
  readonly id: EndpointId;
  readonly kind: CheckKind;
  readonly config: EndpointConfig;
}

/** An endpoint that is watched. */
export function nodeOf({ endpoint: { id, config }, kind }: Monitor): Node {
  return { id, kind, config };
}

/** An endpoint that has no id yet. @param index the number of the endpoint among the new ones */
export function newNode({ kind, config }: Omit<Node, 'id'>, index: number): Node {
  // No endpoint has such an id.
  return { id: `new ${index}`, kind, config };
}

/** What an endpoint's check sees of the others. */
export function membersFor(node: Node, monitors: Iterable<Monitor>, clock: Pick<Clock, 'now'>): Members {
  const others = () => [...monitors].filter(({ endpoint }) => endpoint.id !== node.id);
  return {
    find: (reference) =>
      others()
        .filter(({ endpoint }) => isMeant(reference, endpoint.config))
        .map((monitor): Member => {
          const { status } = monitor.state(clock.now(), null);
          return { id: monitor.endpoint.id, name: monitor.endpoint.config.name, status };
        }),
    circle: () => {
      const dependent = others()
        .map(nodeOf)
        .filter((other) => fieldOf(other) !== undefined);
      return findCircle(node, [node, ...dependent])?.map(({ config }) => config.name) ?? null;
    },
  };
}

/** @throws RequestError `invalid` when one of the endpoints would depend on itself */
export function refuseCircles(changed: readonly Node[], others: readonly Node[], pathOf: PathOf): void {
  // Thousands of endpoints may come together, and hardly any of them depends on others.
  if (changed.every((node) => fieldOf(node) === undefined)) return;
  const dependent = [...changed, ...others].filter((node) => fieldOf(node) !== undefined);
  const issues = changed.flatMap((node, index) => {
    const field = fieldOf(node);
    const circle = field === undefined ? null : findCircle(node, dependent);
    if (circle === null || field === undefined) return [];
    const names = circle.map(({ config }) => config.name);
    return [{ ...issueOf('circle', field.name, { names }, { kind: node.kind.kind }), path: pathOf(field.name, index) }];
  });
  if (issues.length > 0) throw invalid(issues);
}

/**
 * The way from an endpoint back to itself, both ends included; null: there is none.
 * @param dependent the endpoints that depend on others
 */
function findCircle(start: Node, dependent: readonly Node[]): readonly Node[] | null {
  const seen = new Set<EndpointId>();
  function wayFrom(node: Node): readonly Node[] | null {
    for (const reference of referencesOf(node)) {
      for (const next of dependent) {
        // A tag that the endpoint has itself does not make it its own member.
        if (next.id === node.id || !isMeant(reference, next.config)) continue;
        if (next.id === start.id) return [next];
        if (seen.has(next.id)) continue;
        seen.add(next.id);
        const rest = wayFrom(next);
        if (rest !== null) return [next, ...rest];
      }
    }
    return null;
  }
  const way = wayFrom(start);
  return way === null ? null : [start, ...way];
}

const fields = new WeakMap<CheckKind, { readonly field: FormField | undefined }>();

/** The field with the references; undefined: endpoints of this kind depend on no others. */
function fieldOf({ kind }: Node): FormField | undefined {
  let known = fields.get(kind);
  if (known === undefined) {
    known = { field: kind.form.find(({ holds }) => holds === 'endpoints') };
    fields.set(kind, known);
  }
  return known.field;
}

function referencesOf(node: Node): readonly string[] {
  const value = node.config[fieldOf(node)?.name ?? ''];
  return Array.isArray(value) ? value.filter((reference) => typeof reference === 'string') : [];
}

/** Whether a reference means an endpoint with this config. */
function isMeant(reference: string, { name, group, tags }: EndpointConfig): boolean {
  if (reference.startsWith('tag:')) return tags.includes(reference.slice('tag:'.length));
  if (reference.startsWith('group:')) return group === reference.slice('group:'.length);
  return name === reference;
}
