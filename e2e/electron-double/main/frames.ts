/** The frames of a page, like Electron's `WebFrameMain`. */
import type { WebFrameMain } from 'electron';
import { fromChromium, originOf } from '../addresses.ts';
import type { Session } from '../cdp.ts';
import { strictEmitter } from '../strict.ts';

type Known = 'url' | 'origin' | 'name' | 'frameTreeNodeId' | 'routingId' | 'processId' | 'isDestroyed' | 'send';

let lastNode = 0;

/** A document in a frame. Each navigation to another document creates a new one. */
export class FrameDouble extends strictEmitter('webFrameMain') implements Pick<WebFrameMain, Known> {
  readonly frameTreeNodeId: number;
  readonly routingId = 1;
  readonly processId = process.pid;
  readonly name: string;
  readonly parent: FrameDouble | null;
  url: string;
  destroyed = false;
  readonly children = new Set<FrameDouble>();
  private readonly deliver: (channel: string, args: readonly unknown[]) => void;

  constructor(options: {
    readonly url: string;
    readonly name: string;
    readonly parent: FrameDouble | null;
    readonly node: number;
    readonly deliver: (channel: string, args: readonly unknown[]) => void;
  }) {
    super();
    this.url = fromChromium(options.url);
    this.name = options.name;
    this.parent = options.parent;
    this.frameTreeNodeId = options.node;
    this.deliver = options.deliver;
    options.parent?.children.add(this);
  }

  get origin(): string {
    return originOf(this.url);
  }
  get top(): FrameDouble {
    return this.parent?.top ?? this;
  }
  get frames(): FrameDouble[] {
    return [...this.children];
  }
  get framesInSubtree(): FrameDouble[] {
    return [this, ...this.frames.flatMap((child) => child.framesInSubtree)];
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  send(channel: string, ...args: unknown[]): void {
    this.deliver(channel, args);
  }
}

export interface Frames {
  /** Null before the first document. */
  readonly main: () => FrameDouble | null;
  readonly find: (frameId: string) => FrameDouble | null;
}

/** Follows the frames of a page. */
export function followFrames(
  session: Session,
  mainId: string,
  deliver: (channel: string, args: readonly unknown[]) => void,
): Frames {
  const frames = new Map<string, FrameDouble>();
  const nodes = new Map<string, number>();

  function drop(frame: FrameDouble | undefined): void {
    if (frame === undefined) return;
    frame.destroyed = true;
    frame.parent?.children.delete(frame);
    for (const [id, other] of frames) if (other === frame) frames.delete(id);
    for (const child of frame.children) drop(child);
  }

  session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
    if (frames.has(frameId)) return;
    const node = ++lastNode;
    nodes.set(frameId, node);
    const parent = frames.get(parentFrameId) ?? null;
    frames.set(frameId, new FrameDouble({ url: 'about:blank', name: '', parent, node, deliver }));
  });
  session.on('Page.frameNavigated', ({ frame }) => {
    drop(frames.get(frame.id));
    const node = nodes.get(frame.id) ?? ++lastNode;
    nodes.set(frame.id, node);
    const parent = frame.parentId === undefined ? null : (frames.get(frame.parentId) ?? null);
    const url = frame.url + (frame.urlFragment ?? '');
    frames.set(frame.id, new FrameDouble({ url, name: frame.name ?? '', parent, node, deliver }));
  });
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    const frame = frames.get(frameId);
    if (frame !== undefined) frame.url = fromChromium(url);
  });
  session.on('Page.frameDetached', ({ frameId, reason }) => {
    // A frame that moves to its own process keeps its place in the tree.
    if (reason === 'remove') drop(frames.get(frameId));
  });
  session.on('Inspector.targetCrashed', () => drop(frames.get(mainId)));
  return { main: () => frames.get(mainId) ?? null, find: (frameId) => frames.get(frameId) ?? null };
}
