/**
 * What the double has, and nothing else: whatever the app asks of Electron that is not here throws with its name, so
 * that no spec passes because a call went nowhere.
 */
import { EventEmitter } from 'node:events';

/** Names that JavaScript itself, Node and test tools ask of every object. */
const ASKED_OF_ALL = new Set(['then', 'toJSON', 'default', '__esModule', 'inspect', 'nodeType', 'asymmetricMatch']);

const problems: string[] = [];
const listeners = new Set<(problem: string) => void>();

/** Something that a spec must hear of even when the app catches it. */
export function reportProblem(problem: string): void {
  problems.push(problem);
  process.stderr.write(`[double] ${problem}\n`);
  for (const listener of listeners) listener(problem);
}

/** Calls back for every problem, those of the past included. */
export function onProblem(listener: (problem: string) => void): void {
  for (const problem of problems) listener(problem);
  listeners.add(listener);
}

/** @throws always: the app wants something of Electron that the double does not have */
export function lacks(what: string): never {
  const sentence = `The double has no ${what}`;
  reportProblem(sentence);
  throw new Error(sentence);
}

/** Stands at the end of a prototype chain: what was not found before it is not there. */
function guard<T extends object>(name: string, end: T): T {
  const known = (property: string | symbol): boolean =>
    typeof property === 'symbol' || property in end || ASKED_OF_ALL.has(property);
  return new Proxy(end, {
    get(target, property, receiver) {
      if (!known(property)) lacks(`${name}.${String(property)}`);
      return Reflect.get(target, property, receiver) as unknown;
    },
    set(target, property, value, receiver) {
      if (!known(property)) lacks(`${name}.${String(property)}`);
      return Reflect.set(target, property, value, receiver);
    },
  });
}

/** A class to extend for something of Electron's that emits events; its statics are guarded too. */
export function strictEmitter(name: string): typeof EventEmitter {
  class Strict extends EventEmitter {}
  Object.setPrototypeOf(Strict.prototype, guard(name, EventEmitter.prototype));
  Object.setPrototypeOf(Strict, guard(name, EventEmitter));
  return Strict as typeof EventEmitter;
}

/** A module or an object of Electron's that is a plain object of functions. */
export function strictObject<T extends object>(name: string, object: T): T {
  Object.setPrototypeOf(object, guard(name, Object.prototype));
  return object;
}

/** Something that exists in Electron and not here: taking it is fine, using it throws with its name. */
export function lacking(name: string): unknown {
  return new Proxy(EventEmitter, {
    get: (_target, property) =>
      typeof property === 'symbol' || ASKED_OF_ALL.has(property) ? undefined : lacks(`${name}.${property}`),
    construct: () => lacks(name),
    apply: () => lacks(name),
  });
}

/** An event that can be prevented, as Electron gives its listeners. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(details?: T): T & PreventableEvent {
  let prevented = false;
  const event = {
    ...details,
    preventDefault: () => {
      prevented = true;
    },
  };
  Object.defineProperty(event, 'defaultPrevented', { get: () => prevented, enumerable: true });
  return event as T & PreventableEvent;
}
