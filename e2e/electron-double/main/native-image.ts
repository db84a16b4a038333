/** `nativeImage`: PNG files, which are never decoded. */
import { readFileSync } from 'node:fs';
import type { NativeImage, nativeImage as ElectronModule } from 'electron';
import { strictObject } from '../strict.ts';

type Known = 'isEmpty' | 'isTemplateImage';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

export class NativeImageDouble implements Pick<NativeImage, Known> {
  private readonly data: Buffer;
  private readonly template: boolean;
  /** Its file; null: created in memory. */
  readonly path: string | null;

  constructor(data: Buffer, path: string | null) {
    const readable = data.length >= 24 && data.subarray(0, 8).equals(SIGNATURE);
    this.data = readable ? data : Buffer.alloc(0);
    this.path = path;
    this.template = path !== null && /Template(?:@\dx)?\.png$/u.test(path);
  }
  isEmpty(): boolean {
    return this.data.length === 0;
  }
  isTemplateImage(): boolean {
    return this.template;
  }
}
strictObject('NativeImage', NativeImageDouble.prototype);

const electron = (image: NativeImageDouble): NativeImage => image as unknown as NativeImage;

export const nativeImage = strictObject('nativeImage', {
  createFromPath(path) {
    try {
      return electron(new NativeImageDouble(readFileSync(path), path));
    } catch {
      // As in Electron, a file that cannot be read is an empty image.
      return electron(new NativeImageDouble(Buffer.alloc(0), path));
    }
  },
} satisfies Pick<typeof ElectronModule, 'createFromPath'>);
