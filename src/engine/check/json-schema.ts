/** The JSON Schema (draft 2020-12) of an endpoint in lookout.yaml, made from the schemas of the kinds. */
import { z } from 'zod';
import type { FormField } from '../../contract/descriptor.ts';
import { commonFields } from './common-fields.ts';
import { commonSchema, durations } from './common.ts';
import { DURATION_PATTERN, writeDuration } from '../../shared/duration.ts';
import type { CheckKind } from './kind.ts';

type Node = z.core.JSONSchema.BaseSchema;

/** One endpoint of any kind, as in lookout.yaml. Durations are texts such as `30s`, or milliseconds. */
export function endpointSchema(kinds: readonly CheckKind[]): Node {
  return {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: kinds.map((kind) => kind.kind), description: 'The kind of check.' } },
    oneOf: kinds.map(kindNode),
  };
}

function kindNode(kind: CheckKind): Node {
  const fields = [...commonFields(kind.defaults), ...kind.form];
  const parts = [jsonSchemaOf(commonSchema(kind.defaults)), jsonSchemaOf(kind.schema)];
  const properties: Record<string, Node> = { kind: { const: kind.kind, description: kind.description } };
  for (const [name, node] of parts.flatMap((part) => Object.entries(part.properties ?? {}))) {
    if (typeof node === 'object')
      properties[name] = withHelp(
        node,
        fields.find((field) => field.name === name),
      );
  }
  return {
    type: 'object',
    title: kind.title,
    properties,
    required: ['kind', ...parts.flatMap((part) => part.required ?? [])],
    additionalProperties: false,
  };
}

function withHelp(node: Node, field: FormField | undefined): Node {
  if (field === undefined) return node;
  const text: Node = { title: field.label };
  if (field.help !== undefined) text.description = field.help;
  if (field.type === 'duration' && typeof field.default === 'number') text.default = writeDuration(field.default);
  return { ...text, ...node };
}

/** The JSON Schema of a zod schema's input. */
export function jsonSchemaOf(schema: z.ZodType): Node {
  const { $schema: _, ...node } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const range = zodSchema instanceof z.ZodUnion ? durations.get(zodSchema) : undefined;
      if (range === undefined) return;
      delete jsonSchema.anyOf;
      Object.assign(jsonSchema, {
        type: ['string', 'integer'],
        pattern: DURATION_PATTERN,
        minimum: range.min,
        maximum: range.max,
      });
    },
  });
  return node;
}
