import { open } from 'node:fs/promises';

/** The largest file, because pages get it in one answer. */
const MAX_BYTES = 1_000_000;

/** The first bytes of sound files. The path is a setting, so no other files may be read through it. */
const BEGINNINGS: readonly { readonly at: number; readonly bytes: string }[] = [
  { at: 8, bytes: 'WAVE' },
  { at: 0, bytes: 'ID3' },
  { at: 0, bytes: 'OggS' },
  { at: 0, bytes: 'fLaC' },
  { at: 4, bytes: 'ftyp' },
];

/** A file that cannot be played, with the reason for people. */
export class SoundFileError extends Error {
  override readonly name = 'SoundFileError';
}

/** @throws SoundFileError when there is no such file, or when it is too large or not a sound file */
export async function readSoundFile(path: string): Promise<Uint8Array> {
  const bytes = await readAtMost(path, MAX_BYTES + 1);
  if (bytes.length > MAX_BYTES) throw new SoundFileError(`${path} is larger than 1 MB`);
  if (!isSound(bytes)) throw new SoundFileError(`${path} is not a WAV, MP3, Ogg, FLAC or MP4 file`);
  return bytes;
}

async function readAtMost(path: string, most: number): Promise<Uint8Array> {
  try {
    await using file = await open(path, 'r');
    if (!(await file.stat()).isFile()) throw new SoundFileError(`${path} is not a file`);
    const bytes = new Uint8Array(most);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, most - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === most) return bytes.subarray(0, length);
    }
  } catch (error) {
    if (error instanceof SoundFileError) throw error;
    throw new SoundFileError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function isSound(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  // An MPEG audio frame begins with eleven bits that are set.
  if (first === 0xff && second >= 0xe0) return true;
  return BEGINNINGS.some(
    ({ at, bytes: text }) => Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text,
  );
}
