import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Sound } from '../../../contract/model/sound.ts';
import { FakeAudio } from '../../testing/fake-audio.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { useSounds } from './use-sounds.ts';

afterEach(cleanup);

const PING: Sound = { id: 'one', tone: 'ping', volume: 100, level: 3 };

async function setUp() {
  const audio = new FakeAudio();
  const options = {
    createContext: audio.createContext,
    startMs: 10,
    once: async (_id: string, play: () => Promise<void>) => {
      await play();
      return true;
    },
  };
  function Listener() {
    useSounds(options);
    return null;
  }
  const app = await renderApp(<Listener />);
  const answers = () =>
    app.bridge.requests.filter(({ channel }) => channel === 'sounds.answer').map(({ args }) => args);
  return { ...app, audio, answers };
}

test('the page plays the sound of an alert and reports it to Lookout', async () => {
  const { bridge, audio, answers } = await setUp();
  act(() => bridge.push({ type: 'sound', sound: PING }));
  await waitFor(() => expect(answers()).toEqual([{ id: 'one', outcome: 'played' }]));
  expect(audio.started).toHaveLength(1);
});

test('the page gets the file of a sound from Lookout', async () => {
  const { bridge, audio, answers } = await setUp();
  bridge.answer('sounds.file', () => ({ base64: btoa('\u0001') }));
  act(() => bridge.push({ type: 'sound', sound: { ...PING, tone: null } }));
  await waitFor(() => expect(answers()).toEqual([{ id: 'one', outcome: 'played' }]));
  expect(bridge.requests.find(({ channel }) => channel === 'sounds.file')?.args).toEqual({ id: 'one' });
  expect(audio.started).toEqual([{ what: 'file', volume: 1 }]);
});

test('a page without a click reports that once, and plays the sound after a click', async () => {
  const { bridge, audio, answers } = await setUp();
  audio.allowed = false;
  act(() => bridge.push({ type: 'sound', sound: PING }));
  await waitFor(() => expect(answers()).toEqual([{ id: 'one', outcome: 'blocked' }]));
  act(() => bridge.push({ type: 'sound', sound: PING }));
  await waitFor(() => expect(answers()).toHaveLength(2));
  expect(screen.getAllByText('This browser blocks the sounds of alerts')).toHaveLength(1);
  audio.allowed = true;
  fireEvent.click(screen.getByRole('button', { name: 'Turn on sounds' }));
  await waitFor(() => expect(audio.started).toHaveLength(1));
});
