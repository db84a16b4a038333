import type { Fields } from '../fields.ts';

/** A block, which Terraform writes as a list with one entry. */
export function block(fields: Fields, key: string): Fields {
  return (Array.isArray(fields.value(key)) ? fields.entries(key)[0] : undefined) ?? fields.fields(key);
}
