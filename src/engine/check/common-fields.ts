/** The form fields that every kind of endpoint has. */
import type { FormField } from '../../contract/descriptor.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import { COMMON_DEFAULTS, OBJECTIVE_DEFAULTS, OBJECTIVE_WINDOW, RANGES, TARGETS } from './common.ts';

/**
 * The common fields as form fields. The registry puts the kind's own fields between `about` and `schedule`.
 * @param defaults a kind's own defaults, which override `COMMON_DEFAULTS`
 */
export function commonFields(defaults: Partial<CommonConfig> = {}): readonly FormField[] {
  const preset = { ...COMMON_DEFAULTS, ...defaults };
  return [
    ...aboutFields(preset),
    ...conditionFields(preset),
    ...scheduleFields(preset, defaults),
    ...VANTAGE_FIELDS,
    ...OBJECTIVE_FIELDS,
  ];
}

type Preset = Required<Pick<CommonConfig, keyof typeof COMMON_DEFAULTS>>;

function aboutFields(preset: Preset): readonly FormField[] {
  return [
    {
      name: 'name',
      label: 'Name',
      type: 'text',
      section: 'about',
      default: '',
      help: 'Shown in the list; at most 200 characters. If empty, Lookout uses the target.',
    },
    {
      name: 'group',
      label: 'Group',
      type: 'text',
      section: 'about',
      default: preset.group,
      help: 'The list shows the endpoints of a group together. If empty, the endpoint has no group.',
    },
    {
      name: 'tags',
      label: 'Tags',
      type: 'list',
      section: 'about',
      advanced: true,
      default: preset.tags,
      help: 'Short words to filter by.',
    },
    {
      name: 'note',
      label: 'Note',
      type: 'multiline',
      section: 'about',
      advanced: true,
      default: preset.note,
      help: 'For the people responsible: what this endpoint is, and whom to call.',
    },
    {
      name: 'dependsOn',
      label: 'Depends on',
      type: 'list',
      section: 'about',
      advanced: true,
      default: [],
      holds: 'endpoints',
      placeholder: 'Router, Switch 2',
      help: 'Endpoints that this one needs, such as a router, by name, tag:NAME or group:NAME. While one of them is down, nobody is alerted about this one.',
    },
    {
      name: 'sourceId',
      label: 'Imported from',
      type: 'text',
      section: 'about',
      advanced: true,
      default: '',
      help: 'The ID of this endpoint in the file that it was imported from. Importing the file again updates this endpoint.',
    },
  ];
}

function conditionFields(preset: Preset): readonly FormField[] {
  return [
    {
      name: 'conditions',
      label: 'Conditions',
      type: 'list',
      section: 'expect',
      default: preset.conditions,
      holds: 'conditions',
      expressions: true,
      placeholder: '[RESPONSE_TIME] < 500',
      help: 'All must hold, or the check fails. After "warn:", the endpoint is only degraded.',
    },
    {
      name: 'dialect',
      label: 'Language of conditions',
      type: 'select',
      section: 'expect',
      advanced: true,
      default: preset.dialect,
      options: [
        { value: 'lookout', label: 'Lookout' },
        { value: 'gatus', label: 'Gatus' },
      ],
      help: 'With Gatus, conditions mean exactly what they mean in Gatus, and only they decide the verdict.',
    },
  ];
}

function scheduleFields(preset: Preset, defaults: Partial<CommonConfig>): readonly FormField[] {
  const duration = (name: Exclude<keyof typeof RANGES, 'downFor'>) =>
    ({ name, type: 'duration', min: RANGES[name][0], max: RANGES[name][1], default: preset[name] }) as const;
  /** A kind's own default takes precedence over a setting for all kinds. */
  const fromSetting = (name: keyof CommonConfig, setting: NonNullable<FormField['setting']>) =>
    defaults[name] === undefined ? { setting } : {};
  return [
    {
      ...duration('interval'),
      ...fromSetting('interval', 'defaultInterval'),
      label: 'Interval',
      section: 'schedule',
      help: 'Time from the start of one check to the start of the next; 500 ms to 24 h.',
    },
    {
      ...duration('timeout'),
      ...fromSetting('timeout', 'defaultTimeout'),
      label: 'Timeout',
      section: 'schedule',
      help: 'How long a check may take, from DNS to the last byte; 100 ms to 10 min.',
    },
    {
      name: 'retries',
      label: 'Retries',
      type: 'number',
      section: 'schedule',
      min: 0,
      max: 100,
      default: preset.retries,
      ...fromSetting('retries', 'defaultRetries'),
      help: 'How many more checks must fail in a row, after the first, before the endpoint is down; 0 to 100.',
    },
    {
      ...duration('retryInterval'),
      label: 'Retry interval',
      section: 'schedule',
      help: 'Time from the end of a failed check to its retry; 500 ms to 24 h.',
    },
    {
      ...duration('degradedAbove'),
      label: 'Degraded above',
      section: 'schedule',
      help: 'A successful check that takes longer is degraded. If empty, no check is degraded.',
    },
    {
      name: 'slowerThanUsual',
      label: 'Degraded when slower than usual',
      type: 'toggle',
      section: 'schedule',
      advanced: true,
      default: preset.slowerThanUsual,
      help: 'Lookout learns how long checks take at each hour of the week. If several in a row take much longer, the endpoint is degraded.',
    },
  ];
}

const VANTAGE_FIELDS: readonly FormField[] = [
  {
    name: 'downFor',
    label: 'Down after',
    type: 'duration',
    section: 'schedule',
    advanced: true,
    min: RANGES.downFor[0],
    max: RANGES.downFor[1],
    default: null,
    help: 'How long checks must fail, in addition to the retries, before the endpoint is down; 1 s to 24 h. If empty, the retries alone decide.',
  },
  {
    name: 'vantages',
    label: 'Vantage points',
    type: 'list',
    section: 'schedule',
    advanced: true,
    needs: 'vantages',
    default: [],
    help: 'The names of the vantage points that check this endpoint. If empty, all of them do.',
  },
  {
    name: 'vantagesDown',
    label: 'Vantage points that must agree',
    type: 'number',
    section: 'schedule',
    advanced: true,
    needs: 'vantages',
    min: 1,
    max: 50,
    default: null,
    help: 'How many vantage points must find the endpoint down at the same time. If empty, more than half of them.',
  },
];

const OBJECTIVE_FIELDS: readonly FormField[] = [
  {
    name: 'objective',
    label: 'Uptime objective',
    type: 'number',
    section: 'expect',
    advanced: true,
    min: TARGETS[0],
    max: TARGETS[1],
    default: OBJECTIVE_DEFAULTS.objective,
    placeholder: '99.9',
    help: 'The percentage of time that the endpoint should be up. If empty, it has no objective.',
  },
  {
    name: 'objectiveWindow',
    label: 'Objective window',
    type: 'duration',
    section: 'expect',
    advanced: true,
    min: OBJECTIVE_WINDOW[0],
    max: OBJECTIVE_WINDOW[1],
    default: OBJECTIVE_DEFAULTS.objectiveWindow,
    help: 'The period up to now that the objective covers; 1 d to 366 d.',
  },
];
