/**
 * One side of the context bridge. The same code runs in the page's world and in the preload's isolated world. The two
 * worlds share only the document, so messages are events on it with a secret name: Chromium clones an event's `detail`
 * when the other world reads it. Messages are synchronous, like calls over Electron's bridge.
 *
 * The same values cross as in Electron's `api/electron_api_context_bridge.cc`: primitives; functions, as proxies;
 * promises; arrays and objects, whose own enumerable properties are copied without the prototype; errors, with their
 * message only; and everything else that structured clone accepts. Symbols are dropped.
 *
 * Its source text runs in the page, so it uses nothing from outside itself.
 */
export interface BridgeSide {
  /** Sends a named value to the other side, whose `received` is called. */
  give(name: string, value: unknown): void;
}

export function createBridgeSide(
  mine: string,
  theirs: string,
  received: (name: string, value: unknown) => void,
): BridgeSide {
  type Wire = readonly [kind: string, ...rest: unknown[]];
  // Stored now, because the page may replace these later.
  const { document, CustomEvent: Custom, structuredClone: clone } = globalThis;
  const dispatch = EventTarget.prototype.dispatchEvent.bind(document);
  const listen = EventTarget.prototype.addEventListener.bind(document);
  const { freeze, keys, defineProperty, getPrototypeOf } = Object;

  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const functionIds = new Map<unknown, number>();
  /** Proxies of the other side's functions, so that they are sent back as the originals. */
  const proxies = new Map<number, (...args: unknown[]) => unknown>();
  const proxyIds = new Map<unknown, number>();
  const settlers = new Map<number, PromiseWithResolvers<unknown>>();
  const answers = new Map<number, Wire>();
  let lastId = 0;
  let lastCall = 0;

  const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise;
  /** Everything but built-in classes. */
  const isPlain = (value: object): boolean => {
    if (Object.prototype.toString.call(value) === '[object Object]') return true;
    const type = (getPrototypeOf(value) as object | null)?.constructor;
    return type !== undefined && !/\[native code\]/u.test(String(type));
  };

  function pack(value: unknown, depth: number, seen: Map<object, number>): Wire {
    if (depth > 1000) {
      throw new Error(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      );
    }
    if (typeof value === 'symbol') return ['value', undefined];
    if (typeof value === 'function') return packFunction(value as (...args: unknown[]) => unknown);
    if (typeof value !== 'object' || value === null) return ['value', value];
    const known = seen.get(value);
    if (known !== undefined) return ['seen', known];
    if (isPromise(value)) return packPromise(value);
    if (value instanceof Error) return ['error', value.message];
    seen.set(value, seen.size);
    if (Array.isArray(value)) return ['array', Array.from(value, (item) => pack(item, depth + 1, seen))];
    if (isPlain(value)) {
      const record = value as Record<string, unknown>;
      const names = keys(record).filter((name) => typeof record[name] !== 'symbol');
      return ['object', names.map((name) => [name, pack(record[name], depth + 1, seen)])];
    }
    try {
      return ['clone', clone(value)];
    } catch {
      throw new Error('An object could not be cloned.');
    }
  }

  function packFunction(value: (...args: unknown[]) => unknown): Wire {
    const theirOwn = proxyIds.get(value);
    if (theirOwn !== undefined) return ['own', theirOwn];
    let id = functionIds.get(value);
    if (id === undefined) {
      id = ++lastId;
      functionIds.set(value, id);
      functions.set(id, value);
    }
    return ['function', id];
  }

  function packPromise(value: Promise<unknown>): Wire {
    const id = ++lastId;
    const settle = (how: 'resolve' | 'reject', result: unknown): void => {
      let packed: Wire;
      try {
        packed = pack(result, 0, new Map());
      } catch (error) {
        packed = ['error', (error as Error).message];
        how = 'reject';
      }
      post(['settle', id, how, packed]);
    };
    value.then(
      (result) => settle('resolve', result),
      (reason: unknown) => settle('reject', reason),
    );
    return ['promise', id];
  }

  function unpack(wire: Wire, made: unknown[]): unknown {
    const [kind, payload] = wire;
    switch (kind) {
      case 'function':
        return proxyOf(payload as number);
      case 'own':
        return functions.get(payload as number);
      case 'promise': {
        const settler = Promise.withResolvers<unknown>();
        settlers.set(payload as number, settler);
        return settler.promise;
      }
      case 'error':
        return new Error(payload as string);
      case 'seen':
        return made[payload as number];
      case 'clone':
        made.push(payload);
        return payload;
      case 'array': {
        const array: unknown[] = [];
        made.push(array);
        for (const item of payload as Wire[]) array.push(unpack(item, made));
        return array;
      }
      case 'object': {
        const object = {};
        made.push(object);
        for (const [name, item] of payload as [string, Wire][]) {
          defineProperty(object, name, {
            value: unpack(item, made),
            writable: true,
            enumerable: true,
            configurable: true,
          });
        }
        return object;
      }
      default:
        return payload;
    }
  }

  function proxyOf(id: number): (...args: unknown[]) => unknown {
    const known = proxies.get(id);
    if (known !== undefined) return known;
    const proxy = (...args: unknown[]): unknown => {
      const seen = new Map<object, number>();
      const answer = post(['call', id, args.map((arg) => [pack(arg, 0, seen)])]);
      if (answer?.[0] === 'threw') throw new Error(answer[1] as string);
      return answer === undefined ? undefined : unpack(answer[1] as Wire, []);
    };
    proxies.set(id, proxy);
    proxyIds.set(proxy, id);
    return proxy;
  }

  function call(id: number, packedArgs: readonly [Wire][]): Wire {
    try {
      const made: unknown[] = [];
      const args = packedArgs.map(([arg]) => unpack(arg, made));
      return ['returned', pack(functions.get(id)?.(...args), 0, new Map())];
    } catch (error) {
      const unknown =
        'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.';
      return ['threw', error instanceof Error ? error.message : unknown];
    }
  }

  function give(name: string, wire: Wire): Wire {
    try {
      received(name, deepFreeze(unpack(wire, [])));
      return ['returned', ['value', undefined]];
    } catch (error) {
      return ['threw', (error as Error).message];
    }
  }

  function deepFreeze(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value))
      return value;
    freeze(value);
    for (const name of keys(value)) deepFreeze((value as Record<string, unknown>)[name]);
    return value;
  }

  function receive(message: Wire): Wire | undefined {
    const [kind, id, a, b] = message;
    if (kind === 'call') return call(id as number, a as [Wire][]);
    if (kind === 'give') return give(id as string, a as Wire);
    const settler = settlers.get(id as number);
    settlers.delete(id as number);
    settler?.[a as 'resolve' | 'reject'](unpack(b as Wire, []));
    return undefined;
  }

  /** Sends a message to the other side and returns its answer. */
  function post(message: Wire): Wire | undefined {
    const number = ++lastCall;
    dispatch(new Custom(theirs, { detail: ['ask', number, message] }));
    const answer = answers.get(number);
    answers.delete(number);
    return answer;
  }

  listen(mine, (event) => {
    const [kind, number, message] = (event as CustomEvent<[string, number, Wire]>).detail;
    if (kind === 'answer') {
      answers.set(number, message);
      return;
    }
    const answer = receive(message);
    if (answer !== undefined) dispatch(new Custom(theirs, { detail: ['answer', number, answer] }));
  });

  return {
    give(name, value) {
      const answer = post(['give', name, pack(value, 0, new Map())]);
      if (answer?.[0] === 'threw') throw new Error(answer[1] as string);
    },
  };
}
