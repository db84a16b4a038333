/** Sounds of alerts: the engine asks for them, and an open page plays them. */

/** The sounds that a page can make without a file. */
export const TONES = ['alarm', 'bell', 'chime', 'ping', 'rise'] as const;
export type Tone = (typeof TONES)[number];

/** 3: down, 2: degraded, 1: recovered. A sound of a higher level replaces the one that is being played. */
export type SoundLevel = 1 | 2 | 3;

/** A sound that the open pages are asked to play. One of them does. */
export interface Sound {
  /** The same each time that pages are asked to play it, so that it is played once. */
  readonly id: string;
  /** Null: a file, see `sounds.file`. */
  readonly tone: Tone | null;
  /** In percent, from 1 to 100. */
  readonly volume: number;
  readonly level: SoundLevel;
}

/**
 * What a page did with a sound. `played`: it is audible. `busy`: a sound of at least the same level is being played, so
 * this one is skipped. `blocked`: the browser plays nothing before a person has clicked in the page. `failed`: the page
 * cannot play it.
 */
export type SoundOutcome = 'played' | 'busy' | 'blocked' | 'failed';

/** The result of playing a sound. `nobody`: no page has answered. */
export interface SoundAnswer {
  readonly outcome: SoundOutcome | 'nobody';
  /** Why, with `failed`; may be empty. */
  readonly problem: string;
}
