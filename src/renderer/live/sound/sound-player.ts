import type { Sound, SoundLevel, SoundOutcome, Tone } from '../../../contract/model/sound.ts';
import { TONE_NOTES, toneLength } from './tones.ts';

export interface SoundPlayerOptions {
  /** Default: Web Audio. */
  readonly createContext?: () => AudioContext;
  /** How long the audio may take to start, in milliseconds. Default: 2,000. */
  readonly startMs?: number;
  /** Loads the file of a sound. */
  readonly file: (id: string) => Promise<ArrayBuffer>;
  /**
   * Runs `play` in this page, unless another page of the same browser plays this sound. Default: uses the browser's Web
   * Locks, if available.
   * @returns whether it ran here
   */
  readonly once?: (id: string, play: () => Promise<void>) => Promise<boolean>;
}

/** Null: another page plays the sound, or this one has already played it. */
export type Played = { readonly outcome: SoundOutcome; readonly problem?: string } | null;

export interface SoundPlayer {
  /** Plays a sound once, even if it is requested again. Never rejects. Settles when the sound has started. */
  play(sound: Sound): Promise<Played>;
}

/** How long to wait for the browser to start audio, in milliseconds. On a computer that is not busy, it takes a moment. */
const START_MS = 2_000;
/** Silence before the first note, so that it is not cut off. In seconds. */
const LEAD = 0.05;
/** The attack of a note in seconds; and its volume at its end. */
const RISE = 0.01;
const SILENT = 0.001;
/** The maximum length of a file in seconds; the rest is cut off. */
const MAX_FILE = 30;
/** How long after its end a sound counts as played by this page. */
const KEPT_MS = 1_000;
/** How many played sounds the page remembers. */
const REMEMBERED = 50;

interface Playing {
  readonly level: SoundLevel;
  readonly stop: () => void;
}

export function createSoundPlayer(options: SoundPlayerOptions): SoundPlayer {
  const { createContext = () => new AudioContext(), startMs = START_MS, file, once = onceInBrowser } = options;
  /** The sound that this page is playing. */
  let playing: Playing | null = null;
  /** Sounds that need no further attempt, oldest first. */
  const done = new Set<string>();
  const trying = new Set<string>();

  function remember(id: string): void {
    done.add(id);
    const [oldest] = done;
    if (done.size > REMEMBERED && oldest !== undefined) done.delete(oldest);
  }

  /** Plays a sound to its end. @param onBegun called when it becomes audible */
  async function playNow(sound: Sound, context: AudioContext, onBegun: () => void): Promise<void> {
    const seconds = await schedule(context, sound, file);
    playing?.stop();
    const mine: Playing = { level: sound.level, stop: () => close(context) };
    playing = mine;
    onBegun();
    await wait(seconds * 1000);
    if (playing === mine) playing = null;
    // A slow page must still see that this page plays the sound.
    await wait(KEPT_MS);
  }

  async function begin(sound: Sound): Promise<Played> {
    if (playing !== null && playing.level >= sound.level) return { outcome: 'busy' };
    const context = createContext();
    if (!(await starts(context, startMs))) {
      close(context);
      return { outcome: 'blocked' };
    }
    const begun = Promise.withResolvers<true>();
    const whole = once(sound.id, () => playNow(sound, context, () => begun.resolve(true)));
    // A failure after the start only ends the sound.
    whole.catch(() => undefined).finally(() => close(context));
    return (await Promise.race([whole, begun.promise])) ? { outcome: 'played' } : null;
  }

  return {
    async play(sound) {
      const { id } = sound;
      if (done.has(id)) return { outcome: 'played' };
      // The engine asks again while this page starts.
      if (trying.has(id)) return null;
      trying.add(id);
      try {
        const played = await begin(sound);
        if (played?.outcome === 'played' || played?.outcome === 'busy') remember(id);
        return played;
      } catch (error) {
        return { outcome: 'failed', problem: error instanceof Error ? error.message : String(error) };
      } finally {
        trying.delete(id);
      }
    },
  };
}

/** Whether the browser lets the page play something. */
async function starts(context: AudioContext, startMs: number): Promise<boolean> {
  if (context.state === 'running') return true;
  // While sounds are blocked, this waits until a person clicks in the page.
  await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, startMs))]);
  // The compiler does not know that the state has changed meanwhile.
  return (context.state as AudioContextState) === 'running';
}

/** @returns how long it takes, in seconds */
async function schedule(
  context: AudioContext,
  { id, tone, volume }: Sound,
  file: SoundPlayerOptions['file'],
): Promise<number> {
  const output = context.createGain();
  // Perceived loudness is not linear in the amplitude; its square is closer.
  output.gain.value = (volume / 100) ** 2;
  output.connect(context.destination);
  if (tone !== null) return scheduleTone(context, output, tone);
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(await file(id));
  source.connect(output);
  source.start();
  const length = Math.min(source.buffer.duration, MAX_FILE);
  source.stop(context.currentTime + length);
  return length;
}

function scheduleTone(context: AudioContext, output: AudioNode, tone: Tone): number {
  const start = context.currentTime + LEAD;
  for (const { frequency, at, length, type, gain } of TONE_NOTES[tone]) {
    const oscillator = context.createOscillator();
    const envelope = context.createGain();
    oscillator.type = type;
    oscillator.frequency.value = frequency;
    const from = start + at;
    // Without a short rise, a note begins with a click.
    envelope.gain.setValueAtTime(0, from);
    envelope.gain.linearRampToValueAtTime(gain, from + RISE);
    envelope.gain.exponentialRampToValueAtTime(SILENT, from + length);
    oscillator.connect(envelope).connect(output);
    oscillator.start(from);
    oscillator.stop(from + length);
  }
  return LEAD + toneLength(tone);
}

function close(context: AudioContext): void {
  if (context.state !== 'closed') context.close().catch(() => undefined);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Makes only one page of the browser play a sound. Without locks (a page from another host without TLS), each page
 * plays it.
 */
async function onceInBrowser(id: string, play: () => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) {
    await play();
    return true;
  }
  return navigator.locks.request(`lookout sound ${id}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await play();
    return true;
  });
}
