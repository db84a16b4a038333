/** Test code: a fake Web Audio that records what it plays. */
export class FakeAudio {
  /** Whether the browser lets pages play sounds. */
  allowed = true;
  /** Whether files can be decoded. */
  decodes = true;
  /** The frequencies of the oscillators that were started, or the bytes of a file, with the volume, by sound. */
  readonly started: { readonly what: number | 'file'; readonly volume: number }[] = [];
  readonly open = new Set<object>();

  readonly createContext = (): AudioContext => {
    const context = {
      state: this.allowed ? 'running' : 'suspended',
      currentTime: 0,
      destination: {},
      resume: () => new Promise<void>(() => undefined),
      close: async () => {
        context.state = 'closed';
        this.open.delete(context);
      },
      createGain: () => new FakeNode({ gain: param() }),
      createOscillator: () => {
        const node = new FakeNode({ frequency: param(), type: 'sine' });
        return node.add({
          start: () => this.#start(Reflect.get(node, 'frequency').value as number, node),
          stop: () => undefined,
        });
      },
      decodeAudioData: async (bytes: ArrayBuffer) => {
        if (!this.decodes) throw new Error('Unable to decode audio data');
        return { duration: bytes.byteLength };
      },
      createBufferSource: () => {
        const node = new FakeNode({ buffer: null });
        return node.add({ start: () => this.#start('file', node), stop: () => undefined });
      },
    };
    this.open.add(context);
    return context as unknown as AudioContext;
  };

  #start(what: number | 'file', node: FakeNode): void {
    this.started.push({ what, volume: node.output().gain.value });
  }
}

function param() {
  return {
    value: 0,
    setValueAtTime: () => undefined,
    linearRampToValueAtTime: () => undefined,
    exponentialRampToValueAtTime: () => undefined,
  };
}

class FakeNode {
  to: object = {};

  constructor(fields: object) {
    Object.assign(this, fields);
  }

  add(fields: object): this {
    return Object.assign(this, fields);
  }

  connect<Node extends object>(node: Node): Node {
    this.to = node;
    return node;
  }

  /** The last node before the destination. */
  output(): { readonly gain: { readonly value: number } } {
    const next = this.to;
    if (next instanceof FakeNode) return next.output();
    return this as unknown as { readonly gain: { readonly value: number } };
  }
}
