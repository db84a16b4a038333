/** What a form holds while a person fills it in, and what it means. Pure; knows field types, never kinds. */
import type { Issue } from '../../contract/errors.ts';
import type { FormField, KindDescriptor } from '../../contract/descriptor.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Json } from '../../contract/model/units.ts';
import { SECRET_SET, isSecretSet, type SecretSet } from '../../contract/model/secret.ts';
import { writeDuration } from '../format.ts';

export interface Pair {
  readonly name: string;
  readonly value: string | SecretSet;
}

/**
 * As typed: text for everything that is typed, a boolean for a toggle, a row each for pairs; `SECRET_SET` for a secret
 * that is stored and stays.
 */
export type FieldValue = string | boolean | SecretSet | readonly Pair[];
/** By field name. A field that is not in it has its default. */
export type FormValues = Readonly<Record<string, FieldValue>>;

/** What a field shows before anything is typed. */
export function initialValue(field: FormField): FieldValue {
  return valueFrom(field, field.default ?? null);
}

/** What a field shows for a value of a config. */
export function valueFrom(field: FormField, value: Json | undefined): FieldValue {
  switch (field.type) {
    case 'toggle':
      return value === true;
    case 'pairs':
      return isRecord(value) ? Object.entries(value).map(([name, one]) => ({ name, value: textOrSecret(one) })) : [];
    case 'list':
      return Array.isArray(value) ? value.map(plain).join(', ') : plain(value);
    case 'duration':
      return typeof value === 'number' ? writeDuration(value) : plain(value);
    case 'text':
    case 'multiline':
      return textOrSecret(value);
    case 'number':
    case 'select':
      return plain(value);
    default:
      return field.type satisfies never;
  }
}

/** What a form needs of a kind. */
export type KindForm = Pick<KindDescriptor, 'kind' | 'fields'>;

/** All fields of a form as an endpoint's config has them. */
export function valuesFrom(form: KindForm, config: Readonly<Record<string, Json | undefined>>): FormValues {
  return Object.fromEntries(form.fields.map((field) => [field.name, valueFrom(field, config[field.name])]));
}

/**
 * What a filled-in form means. An empty field is left out, so that it takes its default; what cannot be read as the
 * field's type is passed on as typed, so that the engine says what it accepts: there is one place that validates.
 */
export function toInput(form: KindForm, values: FormValues): EndpointInput {
  const input: Record<string, Json> = {};
  for (const field of form.fields) {
    const value = toJson(field, values[field.name] ?? initialValue(field));
    if (value !== undefined) input[field.name] = value;
  }
  return { ...input, kind: form.kind };
}

function toJson(field: FormField, value: FieldValue): Json | undefined {
  if (typeof value === 'boolean' || isSecretSet(value)) return value;
  if (typeof value !== 'string') {
    const filled = value.filter((pair) => pair.name.trim() !== '' || pair.value !== '');
    return Object.fromEntries(filled.map((pair) => [pair.name.trim(), pair.value]));
  }
  // Spaces at the ends of what is sent may be meant; elsewhere they come from pasting.
  const text = field.type === 'multiline' ? value : value.trim();
  if (field.type === 'list')
    return text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  if (text === '') return undefined;
  if (field.type === 'number' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/** Issues by field name; under the empty name those that no field of the form has. */
export function issuesByField(form: KindForm, issues: readonly Issue[]): ReadonlyMap<string, string> {
  const byField = new Map<string, string>();
  for (const issue of issues) {
    const path = issue.path.replace(/^(endpoints\[\d+\]|config)\.?/, '');
    const first = /^[^.[]+/.exec(path)?.[0] ?? '';
    const known = form.fields.some((field) => field.name === first);
    const name = known ? first : '';
    const message = known || path === '' ? issue.message : `${path}: ${issue.message}`;
    const before = byField.get(name);
    byField.set(name, before === undefined ? message : `${before}\n${message}`);
  }
  return byField;
}

export interface FormSection {
  readonly section: FormField['section'];
  readonly fields: readonly FormField[];
}

/** What a person has to say comes first, what has a good default later. */
const SECTION_ORDER: readonly FormField['section'][] = ['target', 'about', 'request', 'expect', 'schedule'];

/** The fields by section, each section's in the form's order; advanced ones only when wanted. */
export function sectionsOf(form: KindForm, advanced: boolean): readonly FormSection[] {
  const shown = form.fields.filter((field) => advanced || field.advanced !== true);
  return SECTION_ORDER.map((section) => ({
    section,
    fields: shown.filter((field) => field.section === section),
  })).filter(({ fields }) => fields.length > 0);
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOrSecret(value: Json | undefined): string | SecretSet {
  return isSecretSet(value) ? SECRET_SET : plain(value);
}

function plain(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
