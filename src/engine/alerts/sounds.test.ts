import { expect, test } from 'vitest';
import type { Sound } from '../../contract/model/sound.ts';
import { createFakeTime } from '../testing/fake-ports.ts';
import { Sounds, type SoundRequest } from './sounds.ts';

function setUp(preparePage?: () => Promise<void>) {
  const time = createFakeTime();
  const pushed: Sound[] = [];
  const logged: string[] = [];
  const sounds = new Sounds({
    timers: time.timers,
    log: (_level, message) => logged.push(message),
    push: (sound) => pushed.push(sound),
    preparePage,
  });
  const play = (more: Partial<SoundRequest> = {}, signal = new AbortController().signal) =>
    sounds.play({ id: 's', tone: 'bell', file: null, volume: 70, level: 3, ...more }, signal);
  return { time, pushed, logged, sounds, play };
}

test('it is enough that one page plays a sound', async () => {
  const { time, pushed, sounds, play } = setUp();
  const played = play();
  expect(pushed).toEqual([{ id: 's', tone: 'bell', volume: 70, level: 3 }]);
  sounds.answered('s', 'blocked');
  sounds.answered('s', 'played');
  expect(await played).toEqual({ outcome: 'played', problem: '' });
  expect(time.pending).toBe(0);
});

test('pages are asked several times, because one may still be loading, before the answer is that nobody hears it', async () => {
  const { time, pushed, play } = setUp();
  const played = play();
  await time.advance(5_999);
  expect(pushed).toHaveLength(6);
  await time.advance(1);
  expect(await played).toEqual({ outcome: 'nobody', problem: '' });
  expect(pushed).toHaveLength(6);
});

test('the refusal of a page is the answer when no other page plays the sound', async () => {
  const { time, sounds, play } = setUp();
  const played = play();
  sounds.answered('s', 'failed', 'no decoder');
  await time.advance(1_000);
  expect(await played).toEqual({ outcome: 'failed', problem: 'no decoder' });
});

test('a host that can load a hidden page loads one, and waits longer for it', async () => {
  let prepared = 0;
  const { time, pushed, sounds, play } = setUp(async () => void (prepared += 1));
  const played = play();
  await time.advance(8_000);
  expect(prepared).toBe(1);
  sounds.answered('s', 'played');
  expect(await played).toEqual({ outcome: 'played', problem: '' });
  expect(pushed.length).toBeGreaterThan(6);
});

test('a page that cannot be loaded is logged, and nobody hears the sound', async () => {
  const { time, logged, play } = setUp(() => Promise.reject(new Error('no display')));
  const played = play();
  await time.advance(12_000);
  expect(await played).toEqual({ outcome: 'nobody', problem: '' });
  expect(logged).toEqual(['No page could be loaded for a sound']);
});

test('the file of a sound can be read only while pages are asked for it', async () => {
  const { sounds, play } = setUp();
  const file = new Uint8Array([1, 2, 3]);
  const played = play({ tone: null, file });
  expect(sounds.file('s')).toBe(file);
  sounds.answered('s', 'played');
  await played;
  expect(() => sounds.file('s')).toThrow(expect.objectContaining({ reason: 'soundNotFound' }));
});

test('an attempt that is aborted leaves nothing behind', async () => {
  const { time, sounds, play } = setUp();
  const abort = new AbortController();
  const played = play({}, abort.signal);
  abort.abort(new Error('Lookout stops'));
  await expect(played).rejects.toThrow('Lookout stops');
  expect(time.pending).toBe(0);
  sounds.answered('s', 'played');
  await expect(play({}, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
});
