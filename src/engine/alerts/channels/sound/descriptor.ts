import { z } from 'zod';
import { TONES } from '../../../../contract/model/sound.ts';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, ownIssue } from '../../../base/accepts.ts';
import { isTimeZone } from '../../../base/cron.ts';
import { wholeNumberSchema } from '../../../check/common.ts';
import { optionalField, optionalText } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';
import { parseTimeOfDay } from '../../rule-hours.ts';

/** The sounds that can be played for a severity. */
const CHOICES = [...TONES, 'file', 'none'] as const;
type Choice = (typeof CHOICES)[number];

export interface SoundFields {
  readonly down: Choice;
  readonly downFile: string;
  readonly degraded: Choice;
  readonly degradedFile: string;
  readonly recovered: Choice;
  readonly recoveredFile: string;
  readonly volume: number;
  /** Times of day; both empty: always. */
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly timezone: string;
}

const choice = (preset: Choice) => accepts('oneOf', { options: CHOICES }, z.enum(CHOICES)).default(preset);

const timeOfDay = () =>
  accepts(
    'timeOfDay',
    {},
    z
      .string()
      .trim()
      .refine((text) => text === '' || parseTimeOfDay(text) !== null),
  ).default('');

const schema = () =>
  z
    .object({
      down: choice('alarm'),
      downFile: optionalText(),
      degraded: choice('chime'),
      degradedFile: optionalText(),
      recovered: choice('rise'),
      recoveredFile: optionalText(),
      volume: wholeNumberSchema(1, 100).default(70),
      quietFrom: timeOfDay(),
      quietUntil: timeOfDay(),
      timezone: accepts(
        'timezone',
        {},
        z
          .string()
          .trim()
          .max(100)
          .refine((name) => name === '' || isTimeZone(name)),
      ).default(''),
    })
    .superRefine((fields, context) => {
      const demand = (path: string): void => context.addIssue({ ...ownIssue('required'), path: [path] });
      for (const name of ['down', 'degraded', 'recovered'] as const)
        if (fields[name] === 'file' && fields[`${name}File`] === '') demand(`${name}File`);
      if ((fields.quietFrom === '') !== (fields.quietUntil === ''))
        demand(fields.quietFrom === '' ? 'quietFrom' : 'quietUntil');
    });

const OPTIONS = CHOICES.map((value) => ({ value, label: `${value[0]?.toUpperCase() ?? ''}${value.slice(1)}` }));

/** The choice of a sound, and the path of its file if it is one. */
function choiceFields(name: 'down' | 'degraded' | 'recovered', when: string, preset: Choice): readonly FormField[] {
  return [
    { name, label: `Sound ${when}`, type: 'select', section: 'target', default: preset, options: OPTIONS },
    optionalField(`${name}File`, `File ${when}`, {
      when: { field: name, is: ['file'] },
      placeholder: '/home/ada/siren.mp3',
      help: 'A path on the computer on which Lookout runs: WAV, MP3, Ogg, FLAC or MP4, at most 1 MB.',
    }),
  ];
}

/** A sound, played by an open page: in the desktop app by its window, even while that is hidden. */
export const sound = defineChannel<SoundFields>({
  kind: 'sound',
  title: 'Sound',
  description: 'A sound wherever Lookout is open: in the app or in a browser.',
  category: 'direct',
  needs: 'sound',
  schema,
  form: [
    ...choiceFields('down', 'when down', 'alarm'),
    ...choiceFields('degraded', 'when degraded', 'chime'),
    ...choiceFields('recovered', 'on recovery', 'rise'),
    {
      name: 'volume',
      label: 'Volume',
      type: 'number',
      section: 'request',
      default: 70,
      min: 1,
      max: 100,
      help: 'A percentage of the volume of the computer.',
    },
    optionalField('quietFrom', 'Quiet from', {
      placeholder: '22:00',
      help: 'No sound from this time of day. If empty, there are no quiet hours.',
    }),
    optionalField('quietUntil', 'Quiet until', { placeholder: '07:00' }),
    optionalField('timezone', 'Time zone', {
      advanced: true,
      placeholder: 'Europe/Berlin',
      help: 'The time zone of the quiet hours. If empty, that of the computer on which Lookout runs.',
    }),
  ],
  example: { down: 'alarm', degraded: 'none', volume: 80, quietFrom: '22:00', quietUntil: '07:00' },
  load: () => import('./send.ts'),
});
