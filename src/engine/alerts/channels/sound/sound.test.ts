import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SendResult } from '../../../../contract/model/alert.ts';
import type { SoundAnswer } from '../../../../contract/model/sound.ts';
import type { AlertMessage } from '../../channel-kind.ts';
import { parseChannel } from '../../channel-registry.ts';
import type { SoundRequest } from '../../sounds.ts';
import { aMessage } from '../../testing/a-message.ts';
import { sendContext } from '../../testing/send-through.ts';
import type { SoundFields } from './descriptor.ts';
import { sender } from './send.ts';

const PLAYED: SoundAnswer = { outcome: 'played', problem: '' };

async function send(
  fields: object,
  message: Partial<AlertMessage> = {},
  { answer = PLAYED, waitedMs = 0 }: { readonly answer?: SoundAnswer; readonly waitedMs?: number } = {},
): Promise<{ readonly result: SendResult; readonly asked: SoundRequest[] }> {
  const asked: SoundRequest[] = [];
  const read = parseChannel({ kind: 'sound', name: 'test', ...fields });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const play = async (sound: SoundRequest): Promise<SoundAnswer> => {
    asked.push(sound);
    return answer;
  };
  const config = read.config as unknown as SoundFields;
  return { result: await sender.send(config, aMessage(message), { ...sendContext(), play, waitedMs }), asked };
}

describe('what is played', () => {
  test('is chosen by severity, with the volume, under the key of the message', async () => {
    const down = await send({ volume: 40 });
    expect(down.asked).toEqual([{ id: 'delivery-1', tone: 'alarm', file: null, volume: 40, level: 3 }]);
    expect(down.result).toEqual({ outcome: 'delivered', answer: 'Played' });
    expect((await send({}, { severity: 'degraded' })).asked).toMatchObject([{ tone: 'chime', level: 2 }]);
    expect((await send({}, { event: 'up', resolved: true })).asked).toMatchObject([{ tone: 'rise', level: 1 }]);
    expect((await send({ down: 'bell' }, { event: 'reminder' })).asked).toMatchObject([{ tone: 'bell' }]);
  });

  test('is nothing for an update of an alert, or when no sound is set', async () => {
    const grown = await send({}, { event: 'changed' });
    expect(grown).toEqual({ asked: [], result: { outcome: 'delivered', answer: 'No sound for updates of an alert' } });
    const unset = await send({ degraded: 'none' }, { severity: 'degraded' });
    expect(unset).toEqual({ asked: [], result: { outcome: 'delivered', answer: 'No sound is set for this' } });
  });
});

describe('quiet hours', () => {
  // 23:30 in Berlin, where summer time has just ended.
  const quiet = { quietFrom: '22:00', quietUntil: '07:00', timezone: 'Europe/Berlin' };
  const at = (text: string) => Date.parse(text);

  test('are silent, also over midnight and when the clocks change', async () => {
    const silent = { asked: [], result: { outcome: 'delivered', answer: 'No sound: quiet hours until 07:00' } };
    expect(await send(quiet, { at: at('2026-10-24T20:30:00Z') })).toEqual(silent);
    // 06:30, after the clocks went back at 03:00: seven and a half hours after midnight.
    expect(await send(quiet, { at: at('2026-10-25T05:30:00Z') })).toEqual(silent);
    expect((await send(quiet, { at: at('2026-10-25T06:30:00Z') })).asked).toHaveLength(1);
    expect((await send(quiet, { at: at('2026-10-24T19:30:00Z') })).asked).toHaveLength(1);
  });

  test('do not matter for a test', async () => {
    expect((await send(quiet, { event: 'test', at: at('2026-10-24T20:30:00Z') })).asked).toHaveLength(1);
  });

  test('have both ends', () => {
    const read = parseChannel({ kind: 'sound', name: 'test', quietFrom: '22:00' });
    expect(read).toMatchObject({ ok: false, issues: [{ path: 'quietUntil', code: 'required' }] });
    const wrong = parseChannel({ kind: 'sound', name: 'test', quietFrom: '25:00', quietUntil: '07:00' });
    expect(wrong).toMatchObject({ ok: false, issues: [{ path: 'quietFrom', code: 'timeOfDay' }] });
  });
});

describe('when it is not heard', () => {
  const outcomeOf = async (answer: SoundAnswer, waitedMs = 0) => (await send({}, {}, { answer, waitedMs })).result;

  test('because no page is open or the browser blocks it, it is tried again for ten minutes', async () => {
    const nobody = { outcome: 'nobody', problem: '' } as const;
    const said = 'Not played: no page of Lookout is open';
    expect(await outcomeOf(nobody)).toEqual({ outcome: 'retry', answer: said });
    expect(await outcomeOf(nobody, 599_999)).toEqual({ outcome: 'retry', answer: said });
    expect(await outcomeOf(nobody, 600_000)).toEqual({ outcome: 'final', answer: said });
    expect(await outcomeOf({ outcome: 'blocked', problem: '' })).toEqual({
      outcome: 'retry',
      answer: 'Not played: the browser plays no sound until somebody clicks in the page of Lookout',
    });
  });

  test('because the page cannot play it, it is not tried again', async () => {
    const failed = { outcome: 'failed', problem: 'Unable to decode audio data' } as const;
    expect(await outcomeOf(failed)).toEqual({
      outcome: 'final',
      answer: 'The page cannot play it: Unable to decode audio data',
    });
  });

  test('because another one was playing, it counts as delivered', async () => {
    const busy = { outcome: 'busy', problem: '' } as const;
    expect(await outcomeOf(busy)).toEqual({ outcome: 'delivered', answer: 'Another sound was playing' });
  });
});

describe('a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-sound-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const written = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  test.each([
    ['a WAV file', 'RIFF----WAVEfmt '],
    ['an MP3 file with tags', 'ID3\u{4}'],
    ['an MP3 file', new Uint8Array([0xff, 0xfb, 0x90])],
    ['an Ogg file', 'OggS'],
    ['a FLAC file', 'fLaC'],
    ['an MP4 file', '----ftypM4A '],
  ])('is read when it is %s', async (name, content) => {
    const downFile = await written(name, content);
    const { asked } = await send({ down: 'file', downFile });
    expect(asked).toMatchObject([{ tone: null, level: 3 }]);
    expect(Buffer.from(asked[0]?.file ?? [])).toEqual(Buffer.from(content as string));
  });

  test('is refused when it cannot be read, is too large or is not a sound', async () => {
    const answerFor = async (downFile: string) => {
      const { result, asked } = await send({ down: 'file', downFile });
      expect(asked).toEqual([]);
      expect(result.outcome).toBe('final');
      return result.answer;
    };
    expect(await answerFor(join(folder, 'nowhere.wav'))).toContain('nowhere.wav cannot be read: ENOENT');
    expect(await answerFor(folder)).toMatch(/is not a file$/u);
    const text = await written('passwords.txt', 'root:x:0:0');
    expect(await answerFor(text)).toBe(`${text} is not a WAV, MP3, Ogg, FLAC or MP4 file`);
    const large = await written('large.wav', 'RIFF----WAVE'.padEnd(1_000_001, '-'));
    expect(await answerFor(large)).toBe(`${large} is larger than 1 MB`);
  });

  test('needs a path', () => {
    const read = parseChannel({ kind: 'sound', name: 'test', recovered: 'file' });
    expect(read).toMatchObject({ ok: false, issues: [{ path: 'recoveredFile', code: 'required' }] });
  });
});
