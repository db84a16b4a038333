import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TONES, type Sound } from '../../../contract/model/sound.ts';
import { FakeAudio } from '../../testing/fake-audio.ts';
import { createSoundPlayer, type SoundPlayerOptions } from './sound-player.ts';
import { toneLength } from './tones.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const BELL: Sound = { id: 's', tone: 'bell', volume: 50, level: 2 };
const here: NonNullable<SoundPlayerOptions['once']> = async (_id, play) => {
  await play();
  return true;
};

function setUp(once = here) {
  const audio = new FakeAudio();
  const file = vi.fn<() => Promise<ArrayBuffer>>(async () => new ArrayBuffer(3));
  return { audio, file, player: createSoundPlayer({ createContext: audio.createContext, file, once }) };
}

test('starts the notes of a tone with the volume, and closes the audio afterwards', async () => {
  const { audio, player } = setUp();
  expect(await player.play(BELL)).toEqual({ outcome: 'played' });
  expect(audio.started.map(({ what }) => what)).toEqual([1046.5, 2.76 * 1046.5]);
  // Half as loud is a quarter of the amplitude.
  expect(audio.started[0]?.volume).toBeCloseTo(0.25);
  expect(audio.open.size).toBe(1);
  await vi.runAllTimersAsync();
  expect(audio.open.size).toBe(0);
});

test.each(TONES)('%s is short and has notes that can be heard', async (tone) => {
  const { audio, player } = setUp();
  await player.play({ ...BELL, tone });
  expect(audio.started.length).toBeGreaterThan(0);
  for (const { what } of audio.started) expect(what).toBeGreaterThan(200);
  expect(toneLength(tone)).toBeLessThan(2);
  await vi.runAllTimersAsync();
});

test('plays a file', async () => {
  const { audio, file, player } = setUp();
  expect(await player.play({ ...BELL, tone: null })).toEqual({ outcome: 'played' });
  expect(file).toHaveBeenCalledWith('s');
  expect(audio.started).toEqual([{ what: 'file', volume: 0.25 }]);
  await vi.runAllTimersAsync();
  expect(audio.open.size).toBe(0);
});

test('says why it cannot play a file, and leaves no audio open', async () => {
  const { audio, player } = setUp();
  audio.decodes = false;
  expect(await player.play({ ...BELL, tone: null })).toEqual({
    outcome: 'failed',
    problem: 'Unable to decode audio data',
  });
  await vi.runAllTimersAsync();
  expect(audio.open.size).toBe(0);
});

test('plays a sound once, however often it is asked for', async () => {
  const { audio, player } = setUp();
  const [first, second] = await Promise.all([player.play(BELL), player.play(BELL)]);
  expect([first, second]).toEqual([{ outcome: 'played' }, null]);
  await vi.runAllTimersAsync();
  expect(await player.play(BELL)).toEqual({ outcome: 'played' });
  expect(audio.started).toHaveLength(2);
});

test('says that the browser blocks sounds, and plays the sound when it no longer does', async () => {
  const { audio, player } = setUp();
  audio.allowed = false;
  const blocked = player.play(BELL);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await blocked).toEqual({ outcome: 'blocked' });
  expect(audio.open.size).toBe(0);
  audio.allowed = true;
  expect(await player.play(BELL)).toEqual({ outcome: 'played' });
  await vi.runAllTimersAsync();
});

test('a more important sound replaces the current one, and others are skipped', async () => {
  const { audio, player } = setUp();
  await player.play(BELL);
  expect(await player.play({ ...BELL, id: 'same' })).toEqual({ outcome: 'busy' });
  expect(await player.play({ ...BELL, id: 'worse', tone: 'ping', level: 3 })).toEqual({ outcome: 'played' });
  expect(audio.open.size).toBe(1);
  expect(await player.play({ ...BELL, id: 'after' })).toEqual({ outcome: 'busy' });
  await vi.runAllTimersAsync();
  expect(await player.play({ ...BELL, id: 'later' })).toEqual({ outcome: 'played' });
  await vi.runAllTimersAsync();
});

test('plays nothing when another page of the browser does', async () => {
  const { audio, player } = setUp(async () => false);
  expect(await player.play(BELL)).toBeNull();
  await vi.runAllTimersAsync();
  expect(audio.started).toEqual([]);
  expect(audio.open.size).toBe(0);
});
