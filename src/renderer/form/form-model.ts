/**
 * The values of a form while a person fills it in, and the endpoint that they describe. Pure; knows field types but no
 * kinds.
 */
import type { RequestFailure } from '../../contract/errors.ts';
import type { FormField, KindDescriptor } from '../../contract/descriptor.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Capabilities } from '../../contract/model/source.ts';
import type { Json } from '../../contract/model/units.ts';
import { SECRET_SET, isSecretSet, type SecretSet } from '../../contract/model/secret.ts';
import { readFieldPath } from '../../i18n/field-path.ts';
import type { Texts } from '../../i18n/texts.ts';
import { formatDurationInput } from '../format.ts';

export interface Pair {
  readonly name: string;
  readonly value: string | SecretSet;
  /** True: the person marked the value as secret. Names that are always secret need no mark. */
  readonly marked?: boolean;
}

/** Texts that may contain anything, one per row, such as conditions. Empty rows are left out of the endpoint. */
export interface Rows {
  readonly rows: readonly string[];
}

/**
 * A value as entered: text for typed fields, a boolean for a toggle, a list for pairs, rows for conditions. `SECRET_SET`
 * means a stored secret that is kept.
 */
export type FieldValue = string | boolean | SecretSet | readonly Pair[] | Rows;
/** By field name. A missing field has its default. */
export type FormValues = Readonly<Record<string, FieldValue>>;

/** The value of a field before anything is entered. */
export function initialValue(field: FormField): FieldValue {
  return valueFrom(field, field.default ?? null);
}

/** The form value for a value of a config. */
export function valueFrom(field: FormField, value: Json | undefined): FieldValue {
  switch (field.type) {
    case 'toggle':
      return value === true;
    case 'pairs':
      return isRecord(value) ? Object.entries(value).map(([name, one]) => ({ name, value: textOrSecret(one) })) : [];
    case 'list':
      if (field.holds === 'conditions') return { rows: Array.isArray(value) ? value.map(plain) : [] };
      return Array.isArray(value) ? value.map(plain).join(', ') : plain(value);
    case 'duration':
      return typeof value === 'number' ? formatDurationInput(value) : plain(value);
    case 'text':
    case 'multiline':
    case 'steps':
      return textOrSecret(value);
    case 'number':
    case 'select':
      return plain(value);
    default:
      return field.type satisfies never;
  }
}

/** The parts of a kind that a form needs. */
export type KindForm = Pick<KindDescriptor, 'kind' | 'fields'>;

/** The form values for an endpoint's config. */
export function valuesFrom(form: KindForm, config: Readonly<Record<string, Json | undefined>>): FormValues {
  return Object.fromEntries(
    form.fields.map((field) => {
      const value = valueFrom(field, config[field.name]);
      if (field.secretList === undefined || !isPairs(value)) return [field.name, value];
      const listed = config[field.secretList];
      const marked = new Set(Array.isArray(listed) ? listed.map((name) => plain(name).toLowerCase()) : []);
      return [field.name, value.map((pair) => ({ ...pair, marked: marked.has(pair.name.toLowerCase()) }))];
    }),
  );
}

export function isPairs(value: FieldValue): value is readonly Pair[] {
  return Array.isArray(value);
}

export function isRows(value: FieldValue): value is Rows {
  return typeof value === 'object' && 'rows' in value;
}

/** The values with one more condition, unless it is there already. */
export function withCondition(form: KindForm, values: FormValues, condition: string): FormValues {
  const field = form.fields.find(({ holds }) => holds === 'conditions');
  if (field === undefined) return values;
  const value = values[field.name] ?? initialValue(field);
  const rows = isRows(value) ? value.rows.filter((row) => row.trim() !== '') : [];
  return rows.includes(condition) ? values : { ...values, [field.name]: { rows: [...rows, condition] } };
}

/** Whether a pair of this field is secret by its name, without a mark. */
export function isAlwaysSecret({ secretNames }: Pick<FormField, 'secretNames'>, name: string): boolean {
  return secretNames !== undefined && new RegExp(secretNames, 'iu').test(name);
}

/**
 * The endpoint that the form describes. Empty fields are left out, so that they get their default. A value that does
 * not match the field's type is passed on unchanged, and the engine says what it accepts: only the engine validates.
 */
export function toInput(form: KindForm, values: FormValues): EndpointInput {
  const input: Record<string, Json> = {};
  const lists = new Set(form.fields.map((field) => field.secretList));
  for (const field of form.fields.filter(({ name }) => !lists.has(name))) {
    const entered = values[field.name] ?? initialValue(field);
    const value = toJson(field, entered);
    if (value !== undefined) input[field.name] = value;
    if (field.secretList === undefined || !isPairs(entered)) continue;
    const marked = entered.filter((pair) => pair.marked === true && !isAlwaysSecret(field, pair.name));
    input[field.secretList] = marked.map((pair) => pair.name.trim());
  }
  return { ...input, kind: form.kind };
}

function toJson(field: FormField, value: FieldValue): Json | undefined {
  if (typeof value === 'boolean' || isSecretSet(value)) return value;
  if (isRows(value)) return value.rows.map((row) => row.trim()).filter((row) => row !== '');
  if (typeof value !== 'string') {
    const filled = value.filter((pair) => pair.name.trim() !== '' || pair.value !== '');
    return Object.fromEntries(filled.map((pair) => [pair.name.trim(), pair.value]));
  }
  // In multi-line fields, spaces at the ends may be intended. In other fields, they come from pasting.
  const text = field.type === 'multiline' || field.type === 'steps' ? value : value.trim();
  if (field.type === 'list')
    return text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  if (text === '') return undefined;
  if (field.type === 'number' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/**
 * Why the engine refused the input, by field name. Issues that belong to no field are under the empty name, and include
 * the given value, which is not visible there.
 */
export function problemsByField(form: KindForm, refused: RequestFailure, texts: Texts): ReadonlyMap<string, string> {
  if (refused.issues.length === 0) return new Map([['', texts.refusal(refused)]]);
  const byField = new Map<string, string>();
  for (const issue of refused.issues) {
    const { name, part } = readFieldPath(issue.path);
    // The row of a condition shows its issue.
    if (part !== null && form.fields.some((one) => one.name === name && one.holds === 'conditions')) continue;
    const known = form.fields.some((one) => one.name === name);
    // A list that the pairs control edits has no field of its own.
    const field = known ? (form.fields.find((one) => one.secretList === name)?.name ?? name) : '';
    const text = field === '' ? texts.issueInFull(issue) : texts.issue(issue);
    const before = byField.get(field);
    byField.set(field, before === undefined ? text : `${before}\n${text}`);
  }
  return byField;
}

export interface FormSection {
  readonly section: FormField['section'];
  readonly fields: readonly FormField[];
}

/** Sections that a person must fill in come first; those with good defaults follow. */
const SECTION_ORDER: readonly FormField['section'][] = [
  'target',
  'about',
  'request',
  'auth',
  'expect',
  'schedule',
  'tls',
  'connection',
];

export interface SectionOptions {
  /** True: includes advanced fields. */
  readonly advanced: boolean;
  /** The entered values: a field that depends on another field's value is left out if that value differs. */
  readonly values: FormValues;
  /** The names of fields with a problem, which is always shown. */
  readonly problems?: ReadonlySet<string>;
  /** What the source can do: fields that need more are left out. Default: it can do everything. */
  readonly capabilities?: Pick<Capabilities, 'vantages'>;
}

/** The fields by section, in the order of the form. */
export function sectionsOf(
  form: KindForm,
  { advanced, values, problems = new Set(), capabilities }: SectionOptions,
): readonly FormSection[] {
  const lists = new Set(form.fields.map((field) => field.secretList));
  const shown = form.fields.filter((field) => {
    if (lists.has(field.name)) return false;
    if (field.needs !== undefined && capabilities?.[field.needs] === false) return false;
    return problems.has(field.name) || ((advanced || field.advanced !== true) && applies(form, field, values));
  });
  return SECTION_ORDER.map((section) => ({
    section,
    fields: shown.filter((field) => field.section === section),
  })).filter(({ fields }) => fields.length > 0);
}

/** Whether the field that this one depends on has one of the values for it. */
export function applies(form: KindForm, { when }: FormField, values: FormValues): boolean {
  if (when === undefined) return true;
  const other = form.fields.find(({ name }) => name === when.field);
  const value = values[when.field] ?? (other === undefined ? '' : initialValue(other));
  return typeof value === 'object' ? false : when.is.includes(String(value));
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
