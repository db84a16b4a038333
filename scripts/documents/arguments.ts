/** Describes the arguments of a request in words, from the schema that validates them. */
import { z } from 'zod';

type Node = z.core.JSONSchema.BaseSchema;

/** A table with a line per argument. */
export function argumentsTable(schema: z.ZodType): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  const rows = Object.entries(properties).map(
    ([name, field]) => `| \`${name}\` | ${typeOf(field)} | ${required.includes(name) ? 'yes' : 'no'} |`,
  );
  if (rows.length === 0) return 'No arguments.';
  return ['| argument | what it is | required |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A JSON Schema in a few words. */
function typeOf(schema: Node | boolean): string {
  if (typeof schema === 'boolean') return 'anything';
  if (schema.enum !== undefined) return `one of ${schema.enum.map((value) => `\`${String(value)}\``).join(', ')}`;
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array')
    return `a list of ${bounds(schema.minItems, schema.maxItems, 'entries')}: ${entriesOf(schema)}`;
  if (schema.type === 'string') return `a string${bounds(schema.minLength, schema.maxLength, 'characters', ' of ')}`;
  if (schema.type === 'integer') return `a whole number${bounds(schema.minimum, schema.maximum, '', ' from ')}`;
  if (schema.type === 'number') return `a number${bounds(schema.minimum, schema.maximum, '', ' from ')}`;
  if (schema.type === 'object') return objectType(schema);
  return schema.type === 'boolean' ? 'true or false' : 'anything';
}

function entriesOf({ items }: Node): string {
  return items === undefined || Array.isArray(items) ? 'anything' : typeOf(items);
}

function objectType({ properties = {}, additionalProperties }: Node): string {
  if (Object.hasOwn(properties, 'kind') && additionalProperties !== false) return 'an `EndpointInput`';
  const parts = Object.entries(properties).map(([name, field]) => `\`${name}\` (${typeOf(field)})`);
  return `an object: ${parts.join(', ')}`;
}

function bounds(min: number | undefined, max: number | undefined, unit: string, before = ''): string {
  if (max !== undefined && max !== Number.MAX_SAFE_INTEGER) {
    return `${before}${grouped(min ?? 0)} to ${grouped(max)} ${unit}`.trimEnd();
  }
  return min === undefined || min === 0 ? '' : `${before}${grouped(min)} or more ${unit}`.trimEnd();
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
