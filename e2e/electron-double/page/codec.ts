/**
 * Encodes what structured clone accepts as text, for the IPC between the page's process and main. The same function runs
 * on both sides. Its source text runs in the page, so it uses nothing from outside itself.
 *
 * For a class instance, its own properties are encoded; for an error, its name, message and stack. Functions, symbols,
 * promises and objects of the DOM cannot be encoded.
 */
export interface Codec {
  /** @throws Error "An object could not be cloned." */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export function createCodec(): Codec {
  type Slot = null | boolean | number | string | readonly [tag: string, payload?: string | number];
  type Row =
    | readonly ['array', length: number, items: readonly (readonly [index: string, item: Slot])[]]
    | readonly ['object', properties: readonly (readonly [name: string, value: Slot])[]]
    | readonly ['map', entries: readonly (readonly [key: Slot, value: Slot])[]]
    | readonly ['set', items: readonly Slot[]]
    | readonly ['date', time: Slot]
    | readonly ['regexp', source: string, flags: string]
    | readonly ['error', name: string, message: string, stack: string | undefined]
    | readonly ['buffer', bytes: readonly number[]]
    | readonly ['view', type: number, buffer: Slot, offset: number, length: number]
    | readonly ['box', value: Slot]
    /** It is being described, so it contains itself. */
    | readonly ['pending'];
  const VIEWS = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  ];
  const refuse = (): never => {
    throw new Error('An object could not be cloned.');
  };

  function encode(value: unknown): string {
    let copy: unknown;
    try {
      // The JavaScript engine decides what can be cloned, and reads getters once.
      copy = structuredClone(value);
    } catch {
      return refuse();
    }
    const rows: Row[] = [];
    const seen = new Map<object, number>();

    function slot(of: unknown): Slot {
      switch (typeof of) {
        case 'undefined':
          return ['undefined'];
        case 'bigint':
          return ['bigint', String(of)];
        case 'number':
          return Number.isFinite(of) && !Object.is(of, -0) ? of : ['number', Object.is(of, -0) ? '-0' : String(of)];
        case 'string':
        case 'boolean':
          return of;
        case 'object':
          return of === null ? null : ['row', row(of)];
        case 'function':
        case 'symbol':
          return refuse();
      }
    }

    function row(of: object): number {
      const known = seen.get(of);
      if (known !== undefined) return known;
      const index = rows.length;
      seen.set(of, index);
      rows.push(['pending']);
      rows[index] = describe(of);
      return index;
    }

    function describe(of: object): Row {
      if (Array.isArray(of))
        return ['array', of.length, Object.entries(of).map(([key, item]) => [key, slot(item)] as const)];
      if (of instanceof Date) return ['date', slot(of.getTime())];
      if (of instanceof RegExp) return ['regexp', of.source, of.flags];
      if (of instanceof Map) return ['map', [...of].map(([key, item]) => [slot(key), slot(item)])];
      if (of instanceof Set) return ['set', [...of].map(slot)];
      if (of instanceof Error) return ['error', of.name, of.message, of.stack];
      if (of instanceof ArrayBuffer) return ['buffer', [...new Uint8Array(of)]];
      if (ArrayBuffer.isView(of)) {
        const view = VIEWS.findIndex((type) => of instanceof type);
        const length = of instanceof DataView ? of.byteLength : (of as Uint8Array).length;
        return ['view', view < 0 ? refuse() : view, slot(of.buffer), of.byteOffset, length];
      }
      if (/ (?:Number|String|Boolean)\]$/u.test(Object.prototype.toString.call(of))) return ['box', slot(of.valueOf())];
      if (Object.getPrototypeOf(of) !== Object.prototype) return refuse();
      return ['object', Object.entries(of).map(([key, item]) => [key, slot(item)])];
    }
    const root = slot(copy);
    return JSON.stringify([root, rows]);
  }

  function decode(text: string): unknown {
    const [root, rows] = JSON.parse(text) as [Slot, Row[]];
    const made = new Map<number, object>();

    function value(from: Slot): unknown {
      if (!Array.isArray(from)) return from;
      const [tag, payload] = from as [string, string | number];
      if (tag === 'undefined') return undefined;
      if (tag === 'bigint') return BigInt(payload);
      return tag === 'number' ? Number(payload) : object(Number(payload));
    }

    function object(index: number): object {
      const known = made.get(index);
      if (known !== undefined) return known;
      const row = rows[index];
      const keep = <T extends object>(it: T): T => {
        made.set(index, it);
        return it;
      };
      switch (row?.[0]) {
        case 'array': {
          const array: unknown[] = keep([]);
          array.length = row[1];
          for (const [at, item] of row[2]) array[Number(at)] = value(item);
          return array;
        }
        case 'date':
          return keep(new Date(value(row[1]) as number));
        case 'regexp':
          return keep(new RegExp(row[1], row[2]));
        case 'map': {
          const map = keep(new Map<unknown, unknown>());
          for (const [key, item] of row[1]) map.set(value(key), value(item));
          return map;
        }
        case 'set': {
          const set = keep(new Set<unknown>());
          for (const item of row[1]) set.add(value(item));
          return set;
        }
        case 'error': {
          const types = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
          const Type = (types as Record<string, ErrorConstructor>)[row[1]] ?? Error;
          const error = keep(new Type(row[2]));
          if (row[3] !== undefined) error.stack = row[3];
          return error;
        }
        case 'buffer':
          return keep(new Uint8Array(row[1]).buffer);
        case 'view': {
          const View = VIEWS[row[1]] as Uint8ArrayConstructor;
          return keep(new View(value(row[2]) as ArrayBuffer, row[3], row[4]));
        }
        case 'box':
          return keep(Object(value(row[1])) as object);
        case 'object': {
          const plain = keep({});
          // Defined instead of set, because a key may be `__proto__`.
          for (const [key, item] of row[1]) {
            const property = { value: value(item), writable: true, enumerable: true, configurable: true };
            Object.defineProperty(plain, key, property);
          }
          return plain;
        }
        case 'pending':
        case undefined:
          throw new TypeError(`Expected text of the codec, got ${text.slice(0, 100)}`);
      }
    }
    return value(root);
  }
  return { encode, decode };
}
