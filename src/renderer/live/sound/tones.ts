/** The built-in sounds: short notes, pleasant enough to hear every day. Pure data. */
import type { Tone } from '../../../contract/model/sound.ts';

/** One note of a tone. */
export interface Note {
  /** In hertz. */
  readonly frequency: number;
  /** In seconds, from the beginning of the tone. */
  readonly at: number;
  /** In seconds. It fades away over this time. */
  readonly length: number;
  readonly type: OscillatorType;
  /** From 0 to 1: some waves sound louder than others. */
  readonly gain: number;
}

/** Frequencies by note name, so that tones are readable: C5 is 523 Hz. */
const C5 = 523.25;
const E5 = 659.25;
const G5 = 783.99;
const A5 = 880;
const C6 = 1046.5;
const E6 = 1318.5;

function notes(type: OscillatorType, gain: number, length: number, ...parts: readonly (readonly [number, number])[]) {
  return parts.map(([at, frequency]): Note => ({ frequency, at, length, type, gain }));
}

export const TONE_NOTES: Readonly<Record<Tone, readonly Note[]>> = {
  alarm: notes('square', 0.25, 0.18, [0, A5], [0.2, C5], [0.4, A5], [0.6, C5], [0.8, A5], [1, C5]),
  bell: [...notes('sine', 0.6, 1.6, [0, C6]), ...notes('sine', 0.25, 1, [0, 2.76 * C6])],
  chime: notes('sine', 0.6, 0.6, [0, E6], [0.25, C6]),
  ping: notes('triangle', 0.7, 0.35, [0, E6]),
  rise: notes('triangle', 0.6, 0.4, [0, C5], [0.15, E5], [0.3, G5]),
};

/** The length of a tone, in seconds. */
export function toneLength(tone: Tone): number {
  return Math.max(...TONE_NOTES[tone].map(({ at, length }) => at + length));
}
