/** The JSON Schema of a whole lookout.yaml, for editors. */
import { EXPORTERS } from '../../src/contract/model/vantage.ts';
import { DURATION_PATTERN, writeDuration } from '../../src/shared/duration.ts';
import type { CheckKind } from '../../src/engine/check/kind.ts';
import {
  maintenanceJsonSchema,
  objectiveJsonSchema,
  silenceJsonSchema,
} from '../../src/engine/endpoints/maintenance-schema.ts';
import { statusPageJsonSchema } from '../../src/engine/status-pages/status-page-schema.ts';
import { MODULE_NAME } from '../../src/engine/prometheus/modules.ts';
import { channelJsonSchema, ruleJsonSchema } from '../../src/engine/alerts/alerting-schema.ts';
import { endpointJsonSchema } from '../../src/engine/check/registry.ts';

/** A part of a JSON Schema. */
interface Node {
  readonly [key: string]: unknown;
}

/** The files that `engine/importers/lookout-yaml/load.ts` accepts with these kinds. */
export function configSchema(kinds: readonly CheckKind[]): object {
  const endpoint = withUnits(endpointJsonSchema(kinds)) as Node;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'lookout.yaml',
    description: 'The endpoints that Lookout watches. Durations have a unit: 500ms, 30s, 1m30s, 2h.',
    type: 'object',
    properties: {
      defaults: {
        description: 'Values for endpoints that do not set these fields themselves, where their kind has them.',
        type: 'object',
        properties: defaultsOf(endpoint),
        additionalProperties: false,
      },
      endpoints: { description: 'The endpoints. Names are unique.', type: 'array', items: endpoint },
      objectives: {
        description: 'Objectives of several endpoints. Names are unique. A single endpoint has its field `objective`.',
        type: 'array',
        items: withUnits(objectiveJsonSchema()),
      },
      statusPages: {
        description: 'Pages that `lookout serve` shows to everybody. Names are unique.',
        type: 'array',
        items: statusPageJsonSchema(),
      },
      maintenance: {
        description: 'Maintenance windows. Names are unique.',
        type: 'array',
        items: withUnits(maintenanceJsonSchema()),
      },
      silences: {
        description: 'Times in which nobody is alerted about endpoints. Names are unique.',
        type: 'array',
        items: withUnits(silenceJsonSchema()),
      },
      aliveUrl: {
        description:
          'The dead man’s switch: an address that is called each minute while Lookout works, so that a service outside can tell somebody when that is no longer so.',
        type: 'string',
      },
      channels: {
        description: 'The ways by which alerts reach people. Names are unique.',
        type: 'array',
        items: channelJsonSchema(),
      },
      modules: {
        description:
          'What /probe can check, by name: a kind with its fields, without the target. A text may contain {target}, {host} or {port}.',
        type: 'object',
        propertyNames: { pattern: MODULE_NAME.source },
        additionalProperties: {
          type: 'object',
          properties: { kind: { enum: kinds.map(({ kind }) => kind) } },
          required: ['kind'],
        },
      },
      vantages: {
        description: 'Where Prometheus has the endpoints checked; see docs/scale.md. Names are unique.',
        type: 'array',
        items: {
          type: 'object',
          properties: {
            name: { description: 'The label `vantage` of the samples.', type: 'string' },
            address: {
              description: 'Where Prometheus reaches the Lookout or blackbox_exporter there: host:port, or a URL.',
              type: 'string',
            },
            exporter: {
              description: 'What checks there. blackbox_exporter can check only some endpoints; see docs/scale.md.',
              enum: [...EXPORTERS],
              default: 'lookout',
            },
          },
          required: ['name', 'address'],
          additionalProperties: false,
        },
      },
      rules: {
        description: 'Who is alerted about what. Names are unique.',
        type: 'array',
        items: withUnits(ruleJsonSchema()),
      },
    },
    required: ['endpoints'],
    additionalProperties: false,
  };
}

interface KindNode {
  readonly properties: Readonly<Record<string, Node>>;
  readonly required: readonly string[];
}

function defaultsOf(endpoint: Node): Readonly<Record<string, Node>> {
  const defaults: Record<string, Node> = {};
  for (const { properties, required } of endpoint['oneOf'] as readonly KindNode[]) {
    for (const [name, { default: _, ...schema }] of Object.entries(properties)) {
      // Fields that each endpoint must set itself have no default.
      if (name === 'name' || required.includes(name)) continue;
      const known = defaults[name];
      // Where kinds accept different values, the endpoints' own schemas describe them.
      defaults[name] = known === undefined || JSON.stringify(known) === JSON.stringify(schema) ? schema : {};
    }
  }
  return defaults;
}

/** The same schema without durations as plain numbers: scripts may send milliseconds, but a file must name the unit. */
function withUnits(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withUnits);
  if (typeof node !== 'object' || node === null) return node;
  if (!('pattern' in node) || node.pattern !== DURATION_PATTERN) {
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withUnits(value)]));
  }
  const { anyOf: _anyOf, minimum: _minimum, maximum: _maximum, default: preset, ...rest } = node as Node;
  return { ...rest, type: 'string', ...(preset === undefined ? {} : { default: withUnit(preset) }) };
}

/** Zod returns a default in milliseconds; the default of a form field already has a unit. */
function withUnit(preset: unknown): unknown {
  return typeof preset === 'number' ? writeDuration(preset) : preset;
}
