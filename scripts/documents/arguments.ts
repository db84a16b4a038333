/** Describes the arguments of a request in words, from the schema that validates them. */
import { z } from 'zod';

type Node = z.core.JSONSchema.BaseSchema;

/**
 * A table with a line per argument.
 * @param declared the types of the arguments in the contract. They name objects whose fields are validated later
 */
export function argumentsTable(schema: z.ZodType, declared: ReadonlyMap<string, string>): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  const rows = Object.entries(properties).map(([name, field]) => {
    return `| \`${name}\` | ${typeOf(field, declared.get(name))} | ${required.includes(name) ? 'yes' : 'no'} |`;
  });
  if (rows.length === 0) return 'No arguments.';
  return ['| argument | what it is | required |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A JSON Schema in a few words. @throws Error for an object without fields and without a declared type */
function typeOf(schema: Node | boolean, declared?: string): string {
  if (typeof schema === 'boolean') return 'anything';
  if (schema.enum !== undefined) return `one of ${schema.enum.map((value) => `\`${String(value)}\``).join(', ')}`;
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => typeOf(one, declared)).join(' or ');
  if (schema.type === 'array')
    return `a list of ${bounds(schema.minItems, schema.maxItems, 'entries')}: ${entriesOf(schema, declared)}`;
  if (schema.type === 'string') return `a string${bounds(schema.minLength, schema.maxLength, 'characters', ' of ')}`;
  if (schema.type === 'integer') return `a whole number${bounds(schema.minimum, schema.maximum, '', ' from ')}`;
  if (schema.type === 'number') return `a number${bounds(schema.minimum, schema.maximum, '', ' from ')}`;
  if (schema.type === 'object') return objectType(schema, declared);
  return schema.type === 'boolean' ? 'true or false' : 'anything';
}

function entriesOf({ items }: Node, declared: string | undefined): string {
  return items === undefined || Array.isArray(items) ? 'anything' : typeOf(items, declared);
}

function objectType({ properties = {}, additionalProperties }: Node, declared: string | undefined): string {
  if (additionalProperties !== false) {
    if (declared === undefined) throw new Error('An object with any fields has no type in the contract');
    return `${/^[AEIO]/u.test(declared) ? 'an' : 'a'} \`${declared}\``;
  }
  const parts = Object.entries(properties).map(([name, field]) => `\`${name}\` (${typeOf(field)})`);
  return `an object: ${parts.join(', ')}`;
}

function bounds(min: number | undefined, max: number | undefined, unit: string, before = ''): string {
  if (max !== undefined && max !== Number.MAX_SAFE_INTEGER) {
    return `${before}${grouped(min ?? 0)} to ${grouped(max)} ${unit}`.trimEnd();
  }
  const isOpen = min === undefined || min === 0 || min === Number.MIN_SAFE_INTEGER;
  return isOpen ? '' : `${before}${grouped(min)} or more ${unit}`.trimEnd();
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
