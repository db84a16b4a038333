import type { SoundOutcome } from '../model/sound.ts';

/** Requests of pages that play the sounds of alerts. */
export interface SoundRequests {
  'sounds.answer': { args: { id: string; outcome: SoundOutcome; problem?: string }; answer: null };
  'sounds.file': { args: { id: string }; answer: { readonly base64: string } };
}

/** One sentence per request, for `docs/api.md`. */
export const SOUND_CHANNELS = {
  'sounds.answer': 'Reports what a page did with a sound that a push asked it to play.',
  'sounds.file': 'The file of a sound that pages are asked to play, if the sound has no `tone`.',
} as const satisfies Record<keyof SoundRequests, string>;
