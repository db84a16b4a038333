/**
 * Makes the double strict: if the app uses a part of Electron that the double does not have, it throws an error that names
 * it. So no spec passes because a call did nothing.
 */
import { EventEmitter } from 'node:events';

/** Names that JavaScript, Node and test tools read from every object. */
const ASKED_OF_ALL = new Set(['then', 'toJSON', 'default', '__esModule', 'inspect', 'nodeType', 'asymmetricMatch']);

const problems: string[] = [];
const listeners = new Set<(problem: string) => void>();

/** Reports a problem to the spec, even when the app catches the error. */
export function reportProblem(problem: string): void {
  problems.push(problem);
  process.stderr.write(`[double] ${problem}\n`);
  for (const listener of listeners) listener(problem);
}

/** Calls back for every problem, including earlier ones. */
export function onProblem(listener: (problem: string) => void): void {
  for (const problem of problems) listener(problem);
  listeners.add(listener);
}

/** @throws always, because the double does not have this part of Electron */
export function lacks(what: string): never {
  const sentence = `The double has no ${what}`;
  reportProblem(sentence);
  throw new Error(sentence);
}

/** The end of a prototype chain, which throws for properties that do not exist. */
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

/** A base class for a part of Electron that emits events. Its static members are strict, too. */
export function strictEmitter(name: string): typeof EventEmitter {
  class Strict extends EventEmitter {}
  Object.setPrototypeOf(Strict.prototype, guard(name, EventEmitter.prototype));
  Object.setPrototypeOf(Strict, guard(name, EventEmitter));
  return Strict as typeof EventEmitter;
}

/** A strict object, for a module of Electron that has only functions. */
export function strictObject<T extends object>(name: string, object: T): T {
  Object.setPrototypeOf(object, guard(name, Object.prototype));
  return object;
}

/** A part of Electron that the double does not have. It can be imported, but its use throws. */
export function lacking(name: string): unknown {
  return new Proxy(EventEmitter, {
    get: (_target, property) =>
      typeof property === 'symbol' || ASKED_OF_ALL.has(property) ? undefined : lacks(`${name}.${property}`),
    construct: () => lacks(name),
    apply: () => lacks(name),
  });
}

/** An event that can be prevented, like Electron's. */
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
