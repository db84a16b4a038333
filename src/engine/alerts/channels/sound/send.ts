import type { RuleHours } from '../../../../contract/model/alert-rule.ts';
import type { SendResult } from '../../../../contract/model/alert.ts';
import type { SoundAnswer, SoundLevel, Tone } from '../../../../contract/model/sound.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { WEEKDAYS } from '../../../../contract/model/weekday.ts';
import type { AlertMessage, ChannelSender } from '../../channel-kind.ts';
import { isWithin } from '../../rule-hours.ts';
import type { SoundFields } from './descriptor.ts';
import { readSoundFile, SoundFileError } from './sound-file.ts';

/** How long a sound is tried. A later one would only confuse people, who see in the page what is down. */
const GIVE_UP_AFTER_MS: Ms = 10 * 60_000;

export const sender: ChannelSender<SoundFields> = {
  async send(fields, message, { play, waitedMs }) {
    if (message.event === 'changed') return silent('No sound for updates of an alert');
    const chosen = chosenFor(fields, message);
    if (chosen.choice === 'none') return silent('No sound is set for this');
    if (message.event !== 'test' && isQuiet(fields, message.at))
      return silent(`No sound: quiet hours until ${fields.quietUntil}`);
    try {
      const file = chosen.choice === 'file' ? await readSoundFile(chosen.path) : null;
      const tone: Tone | null = chosen.choice === 'file' ? null : chosen.choice;
      const { level } = chosen;
      return resultOf(await play({ id: message.dedupKey, tone, file, volume: fields.volume, level }), waitedMs);
    } catch (error) {
      if (error instanceof SoundFileError) return { outcome: 'final', answer: error.message };
      throw error;
    }
  },
};

interface Chosen {
  readonly choice: SoundFields['down'];
  readonly path: string;
  readonly level: SoundLevel;
}

function chosenFor(fields: SoundFields, { resolved, severity }: AlertMessage): Chosen {
  if (resolved) return { choice: fields.recovered, path: fields.recoveredFile, level: 1 };
  if (severity === 'degraded') return { choice: fields.degraded, path: fields.degradedFile, level: 2 };
  return { choice: fields.down, path: fields.downFile, level: 3 };
}

function silent(answer: string): SendResult {
  return { outcome: 'delivered', answer };
}

function isQuiet({ quietFrom: from, quietUntil: to, timezone }: SoundFields, now: number): boolean {
  if (from === '' || to === '') return false;
  const hours: RuleHours = { days: WEEKDAYS, from, to, timezone };
  return isWithin(hours, now);
}

function resultOf({ outcome, problem }: SoundAnswer, waitedMs: Ms): SendResult {
  const later = waitedMs < GIVE_UP_AFTER_MS ? 'retry' : 'final';
  switch (outcome) {
    case 'played':
      return { outcome: 'delivered', answer: 'Played' };
    case 'busy':
      return { outcome: 'delivered', answer: 'Another sound was playing' };
    case 'blocked':
      return {
        outcome: later,
        answer: 'Not played: the browser plays no sound until somebody clicks in the page of Lookout',
      };
    case 'nobody':
      return { outcome: later, answer: 'Not played: no page of Lookout is open' };
    case 'failed':
      return { outcome: 'final', answer: `The page cannot play it${problem === '' ? '' : `: ${problem}`}` };
  }
}
