/** `nativeImage`: PNG files, whose size is read and whose pixels are left alone. */
import { readFileSync } from 'node:fs';
import type { NativeImage, nativeImage as ElectronModule, Size } from 'electron';
import { strictObject } from '../strict.ts';

type Known =
  | 'isEmpty'
  | 'getSize'
  | 'toPNG'
  | 'toDataURL'
  | 'setTemplateImage'
  | 'isTemplateImage'
  | 'getAspectRatio'
  | 'resize';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

export class NativeImageDouble implements Pick<NativeImage, Known> {
  private readonly data: Buffer;
  private template: boolean;
  private readonly scaled: Size | null;
  /** Where it came from; null: from memory. */
  readonly path: string | null;

  constructor(data: Buffer, path: string | null, scaled: Size | null = null) {
    const readable = data.length >= 24 && data.subarray(0, 8).equals(SIGNATURE);
    this.data = readable ? data : Buffer.alloc(0);
    this.path = path;
    this.template = path !== null && /Template(?:@\dx)?\.png$/u.test(path);
    this.scaled = scaled;
  }
  isEmpty(): boolean {
    return this.data.length === 0;
  }
  getSize(): Size {
    if (this.isEmpty()) return { width: 0, height: 0 };
    // RFC 2083, 11.2.1: IHDR comes first, its width and height at these places.
    return this.scaled ?? { width: this.data.readUInt32BE(16), height: this.data.readUInt32BE(20) };
  }
  getAspectRatio(): number {
    const { width, height } = this.getSize();
    return height === 0 ? 1 : width / height;
  }
  toPNG(): Buffer {
    return Buffer.from(this.data);
  }
  toDataURL(): string {
    return `data:image/png;base64,${this.data.toString('base64')}`;
  }
  resize({ width, height }: { width?: number; height?: number }): NativeImage {
    const ratio = this.getAspectRatio();
    const own = this.getSize();
    const size = {
      width: width ?? Math.round((height ?? own.height) * ratio),
      height: height ?? Math.round((width ?? own.width) / ratio),
    };
    return new NativeImageDouble(this.data, this.path, size) as unknown as NativeImage;
  }
  setTemplateImage(option: boolean): void {
    this.template = option;
  }
  isTemplateImage(): boolean {
    return this.template;
  }
}
strictObject('NativeImage', NativeImageDouble.prototype);

const electron = (image: NativeImageDouble): NativeImage => image as unknown as NativeImage;

export const nativeImage = strictObject('nativeImage', {
  createEmpty: () => electron(new NativeImageDouble(Buffer.alloc(0), null)),
  createFromPath(path) {
    try {
      return electron(new NativeImageDouble(readFileSync(path), path));
    } catch {
      // As in Electron: what cannot be read is an empty image.
      return electron(new NativeImageDouble(Buffer.alloc(0), path));
    }
  },
  createFromBuffer: (buffer) => electron(new NativeImageDouble(buffer, null)),
  createFromDataURL: (url) =>
    electron(new NativeImageDouble(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'), null)),
} satisfies Pick<typeof ElectronModule, 'createEmpty' | 'createFromPath' | 'createFromBuffer' | 'createFromDataURL'>);
