/** `docs/checks.md`: the kinds of checks, from their descriptors alone. */
import { stringify } from 'yaml';
import { KIND_CATEGORIES } from '../../src/contract/descriptor.ts';
import type {
  DetailDescriptor,
  FieldType,
  FormField,
  KindDescriptor,
  MetricDescriptor,
  PhaseDescriptor,
  PlaceholderDescriptor,
} from '../../src/contract/descriptor.ts';
import type { Json } from '../../src/contract/model/units.ts';
import { formatDuration } from '../../src/i18n/duration.ts';
import { durationUnits as units } from '../../src/i18n/en/duration-units.ts';
import { writeDuration } from '../../src/shared/duration.ts';
import { codeList } from './codes.ts';

/**
 * @param kinds in the order of the registry
 * @param triedAgainst the real servers that the tests of a kind run against, by its name
 */
export function checksDocument(kinds: readonly KindDescriptor[], triedAgainst: ReadonlyMap<string, string>): string {
  const common = commonFieldsOf(kinds);
  return `<!-- Made by "npm run generate" from the descriptors of the kinds, src/engine/check/kinds/NAME/descriptor.ts. -->

# The kinds of checks

This page lists all kinds of checks: what each checks, the fields of its endpoints in [\`lookout.yaml\`](guide.md#lookoutyaml) and in the
[API](api.md), and what its results contain. Failures that every kind can have are in [the API](api.md#failures).

${overviewTable(kinds, triedAgainst)}

${kinds.map((kind) => kindPart(kind, common)).join('\n')}
${common.length === 0 ? '' : `## Fields of every kind\n\n${fieldTable(common)}\n`}`;
}

function overviewTable(kinds: readonly KindDescriptor[], triedAgainst: ReadonlyMap<string, string>): string {
  const sorted = KIND_CATEGORIES.flatMap((category) => kinds.filter((kind) => kind.category === category));
  return table(
    ['kind', 'name in the form', 'what it does', 'tested against'],
    sorted.map(({ kind, title, description }) => {
      const tried = triedAgainst.get(kind) ?? '';
      return [`[\`${kind}\`](#${anchorOf(title)})`, title, description, tried === '' ? '–' : tried];
    }),
  );
}

/** The fields that all kinds have, as most of them describe them. */
function commonFieldsOf(kinds: readonly KindDescriptor[]): readonly FormField[] {
  const [first, ...others] = kinds;
  if (first === undefined || others.length === 0) return [];
  return first.fields.flatMap(({ name }) => {
    const all = kinds.flatMap(({ fields }) => fields.filter((field) => field.name === name));
    if (all.length < kinds.length) return [];
    const likeIt = (field: FormField) => all.filter((other) => isSame(field, other)).length;
    return all.toSorted((a, b) => likeIt(b) - likeIt(a)).slice(0, 1);
  });
}

function isSame(field: FormField, other: FormField): boolean {
  return JSON.stringify(field) === JSON.stringify(other);
}

function kindPart(descriptor: KindDescriptor, common: readonly FormField[]): string {
  const { title, description, fields, phases, metrics, details, failures, issues, pasteExamples, example } = descriptor;
  const { placeholders } = descriptor;
  const ownDetails = details.filter(({ format }) => format !== 'conditions' && format !== 'changes');
  const own = fields.filter((field) => !common.some((other) => isSame(field, other)));
  const parts = [
    `## ${title}\n\n${description}`,
    `\`\`\`yaml\n${stringify({ endpoints: [example] }).trimEnd()}\n\`\`\``,
    pasteExamples.length === 0 ? '' : `Paste targets such as ${pasteExamples.map((text) => `\`${text}\``).join(', ')}.`,
    `### Fields of ${title}\n\n${fieldTable(own)}`,
    phases.length === 0 ? '' : `### Phases of ${title}\n\n${phaseTable(phases)}`,
    metrics.length === 0 ? '' : `### Metrics of ${title}\n\n${metricTable(metrics)}`,
    ownDetails.length === 0 ? '' : `### Details of ${title}\n\n${detailTable(ownDetails)}`,
    placeholders.length === 0 ? '' : `### Placeholders of ${title}\n\n${placeholderTable(placeholders)}`,
    failures.length === 0
      ? ''
      : `### Failures of ${title}\n\n${codeList(failures.map(({ code, text, params }) => ({ code, params, texts: [text] })))}`,
    issues.length === 0
      ? ''
      : `### Refused values of ${title}\n\n${codeList(issues.map(({ code, text, params }) => ({ code, params, texts: [text] })))}`,
  ];
  return parts
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** The fields of a form, as a table. */
export function fieldTable(fields: readonly FormField[]): string {
  return table(
    ['field', 'name in the form', 'value', 'default', 'meaning'],
    fields.map((field) => [
      `\`${field.name}\``,
      field.label,
      valueOf(field),
      field.required === true ? 'required' : defaultOf(field),
      [field.help ?? '', field.secret === true ? 'A secret.' : ''].filter((part) => part !== '').join(' '),
    ]),
  );
}

const TYPES = {
  text: 'text',
  multiline: 'text',
  steps: 'text',
  number: 'number',
  duration: 'duration',
  toggle: '`true` or `false`',
  select: 'one of',
  list: 'list of texts',
  pairs: 'names with values',
} as const satisfies Record<FieldType, string>;

function valueOf({ type, min, max, options }: FormField): string {
  if (options !== undefined) return options.map(({ value }) => `\`${value}\``).join(', ');
  const written = (value: number) =>
    type === 'duration' ? formatDuration(value, { units, exact: true }) : String(value);
  const range = [
    ...(min === undefined ? [] : [`from ${written(min)}`]),
    ...(max === undefined ? [] : [`to ${written(max)}`]),
  ];
  return [TYPES[type], ...range].join(' ');
}

function defaultOf({ type, default: value = null, setting }: FormField): string {
  const text = value === null || value === '' ? 'empty' : `\`${writtenAs(type, value)}\``;
  return setting === undefined ? text : `the setting \`${setting}\``;
}

function writtenAs(type: FieldType, value: Json): string {
  if (typeof value === 'number') return type === 'duration' ? writeDuration(value) : String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function phaseTable(phases: readonly PhaseDescriptor[]): string {
  return table(
    ['phase', 'name on the page', 'role'],
    phases.map(({ name, label, role }) => [`\`${name}\``, label, role]),
  );
}

function metricTable(metrics: readonly MetricDescriptor[]): string {
  return table(
    ['metric', 'name on the page', 'unit', 'chart'],
    metrics.map(({ name, label, unit, charted }) => [`\`${name}\``, label, unit, charted ? 'yes' : 'no']),
  );
}

function detailTable(details: readonly DetailDescriptor[]): string {
  return table(
    ['detail', 'name on the page', 'format', 'a change is an event'],
    details.map(({ name, label, format, columns = [], tracked }) => [
      `\`${name}\``,
      label,
      columns.length === 0 ? format : `${format}: ${columns.map((column) => column.label).join(', ')}`,
      tracked === undefined ? '' : 'yes',
    ]),
  );
}

function placeholderTable(placeholders: readonly PlaceholderDescriptor[]): string {
  return table(
    ['placeholder', 'value'],
    placeholders.map(({ name, meaning, parts }) => [`\`[${name}]${parts === 'names' ? '.name' : ''}\``, meaning]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The anchor that GitHub generates for a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
