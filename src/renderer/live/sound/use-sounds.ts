import { useEffect, useRef, useState } from 'react';
import type { Sound } from '../../../contract/model/sound.ts';
import { toast } from '../../components/toast.tsx';
import { useLiveStore, useRequest } from '../hooks.ts';
import { createSoundPlayer, type SoundPlayer, type SoundPlayerOptions } from './sound-player.ts';

/** Plays the sounds of alerts. Shows once that the browser plays no sound before a person has clicked in the page. */
export function useSounds(options: Pick<SoundPlayerOptions, 'createContext' | 'startMs' | 'once'> = {}): void {
  const store = useLiveStore();
  const request = useRequest();
  const told = useRef(false);
  const [player] = useState(() =>
    createSoundPlayer({
      ...options,
      file: async (id) => bytesOf((await request('sounds.file', { id })).base64),
    }),
  );

  useEffect(() => {
    async function play(sound: Sound): Promise<void> {
      const played = await player.play(sound);
      if (played === null) return;
      const { outcome, problem } = played;
      if (outcome === 'blocked' && !told.current) {
        told.current = true;
        explainBlocked(player, sound);
      }
      const { id } = sound;
      // The engine may have stopped waiting, or the connection is lost, so a failure of this request does not matter.
      await request('sounds.answer', { id, outcome, ...(problem === undefined ? {} : { problem }) }).catch(() => null);
    }
    return store.onSound((sound) => void play(sound));
  }, [store, player, request]);
}

function explainBlocked(player: SoundPlayer, sound: Sound): void {
  toast({
    title: 'This browser blocks the sounds of alerts',
    body: 'It plays sounds after you have clicked in this page.',
    level: 'error',
    action: { label: 'Turn on sounds', onAction: () => void player.play(sound) },
  });
}

function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0).buffer;
}
