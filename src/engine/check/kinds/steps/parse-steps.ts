/**
 * Reads the steps of a journey:
 *
 *     step Sign in
 *     POST https://shop.example.org/login
 *     header Accept: application/json
 *     json {"user": "test", "password": "{{password}}"}
 *     extract token = [BODY].token
 *     expect [STATUS] == 200
 *
 *     wait 500ms
 *
 *     group Order
 *     retry 2
 *     GET https://shop.example.org/cart
 *     header Authorization: Bearer {{token}}
 *     end group
 */
import { parseDuration } from '../../../../shared/duration.ts';
import type { BodyType } from '../../http/request-body.ts';
import type { GroupStep, RequestStep, Step } from './step.ts';

/** What is wrong with a line. */
export interface StepProblem {
  /** From 1. */
  readonly line: number;
  /** A `reason` of the issue `steps.line`. */
  readonly reason: string;
  /** What the reason is about, such as a name. */
  readonly name?: string;
}

export class StepError extends Error {
  override readonly name = 'StepError';
  readonly problem: StepProblem;

  constructor(problem: StepProblem) {
    super(`${problem.reason} in line ${problem.line}`);
    this.problem = problem;
  }
}

export const MAX_REQUESTS = 20;
const MAX_STEPS = 60;
const MAX_DEPTH = 3;
const MAX_RETRIES = 10;
const MAX_WAIT_MS = 300_000;
const DEFAULT_ACCEPTED = '200-299';
const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+(\S.*)$/u;
const BODIES: ReadonlySet<string> = new Set(['text', 'json', 'xml', 'graphql', 'variables']);

/** @throws StepError */
export function parseSteps(text: string): readonly Step[] {
  return new StepParser(text).all();
}

type Draft = { -readonly [Key in keyof RequestStep]: RequestStep[Key] };
type GroupDraft = { -readonly [Key in keyof GroupStep]: GroupStep[Key] } & { steps: Step[] };

class StepParser {
  readonly #lines: readonly string[];
  #at = 0;
  readonly #groups: GroupDraft[] = [];
  readonly #steps: Step[] = [];
  #request: Draft | null = null;
  #name: string | null = null;
  #requests = 0;
  #count = 0;

  constructor(text: string) {
    this.#lines = text.split(/\r?\n/u);
  }

  all(): readonly Step[] {
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = (this.#lines[this.#at] ?? '').trim();
      if (line !== '' && !line.startsWith('#')) this.#read(line);
    }
    const open = this.#groups.at(-1);
    if (open !== undefined) throw new StepError({ line: open.line, reason: 'noEnd' });
    if (this.#requests === 0) this.#fail('empty');
    return this.#steps;
  }

  #read(line: string): void {
    const [, method, url] = METHODS.exec(line) ?? [];
    if (method !== undefined && url !== undefined) return this.#begin(method, url);
    const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/u.exec(line) ?? [];
    switch (word) {
      case 'step':
        this.#request = null;
        this.#name = this.#text(rest, 100);
        return;
      case 'wait':
        return this.#wait(rest);
      case 'group':
        return this.#open(rest);
      case 'end':
        return this.#close(rest);
      case 'retry':
        if (!/^\d{1,2}$/u.test(rest) || Number(rest) > MAX_RETRIES) this.#fail('retry');
        this.#current().retries = Number(rest);
        return;
      case 'allow':
        if (rest !== 'failure') this.#fail('unknown');
        this.#current().mayFail = true;
        return;
      default:
        return this.#ofRequest(word, rest);
    }
  }

  /** Lines that say more about a request. */
  #ofRequest(word: string, rest: string): void {
    if (BODIES.has(word)) return this.#body(word, rest);
    switch (word) {
      case 'header': {
        const [, name = '', value] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200})\s*:\s*(.*)$/u.exec(rest) ?? [];
        if (value === undefined || /^(?:content-length|transfer-encoding|trailer)$/iu.test(name)) this.#fail('header');
        const request = this.#needRequest();
        request.headers = [...request.headers, [name, value ?? '']];
        return;
      }
      case 'form':
      case 'multipart': {
        const [, name = '', value] = /^(.{1,300}?)\s*:\s+(.*)$/u.exec(rest) ?? [];
        if (value === undefined) this.#fail('form');
        const request = this.#needRequest();
        request.bodyType = word;
        request.form = { ...request.form, [name]: value ?? '' };
        return;
      }
      case 'accept':
        this.#needRequest().acceptedStatus = rest;
        return;
      case 'extract': {
        const [, name = '', source = ''] = /^([A-Za-z_][\w-]{0,99})\s*=\s*(.+)$/u.exec(rest) ?? [];
        if (name === '') this.#fail('extract');
        const request = this.#needRequest();
        request.extract = [...request.extract, [name, source]];
        return;
      }
      case 'expect': {
        const request = this.#needRequest();
        request.conditions = [...request.conditions, rest];
        return;
      }
      case 'no':
        if (rest !== 'redirects') this.#fail('unknown');
        this.#needRequest().followRedirects = false;
        return;
      default:
        this.#fail('unknown');
    }
  }

  #begin(method: string, url: string): void {
    this.#requests += 1;
    if (this.#requests > MAX_REQUESTS) this.#fail('tooMany');
    const step: Draft = {
      type: 'request',
      ...this.#base(`${method} ${url.replace(/^https?:\/\/[^/?#]*/u, '').replace(/[?#].*$/u, '') || '/'}`),
      method,
      url: url.trim(),
      headers: [],
      bodyType: 'text',
      body: '',
      variables: '',
      form: {},
      acceptedStatus: DEFAULT_ACCEPTED,
      followRedirects: true,
      extract: [],
      conditions: [],
    };
    this.#add(step);
    this.#request = step;
  }

  #wait(rest: string): void {
    const ms = parseDuration(rest);
    if (ms === null || ms < 1 || ms > MAX_WAIT_MS) return this.#fail('wait');
    this.#add({ type: 'wait', ...this.#base(`Wait ${rest}`), ms });
    this.#request = null;
  }

  #open(rest: string): void {
    if (this.#groups.length >= MAX_DEPTH) this.#fail('tooDeep');
    const group: GroupDraft = { type: 'group', ...this.#base(this.#text(rest, 100)), steps: [] };
    this.#add(group);
    this.#groups.push(group);
    this.#request = null;
  }

  #close(rest: string): void {
    if (rest !== 'group' || this.#groups.pop() === undefined) this.#fail('unknown');
    this.#request = null;
  }

  #body(word: string, rest: string): void {
    const request = this.#needRequest();
    const text = rest === '' ? this.#block() : rest;
    if (word === 'variables') request.variables = text;
    else {
      request.bodyType = word as BodyType;
      request.body = text;
    }
  }

  /** The lines up to one that is `end`. */
  #block(): string {
    const from = this.#at + 1;
    const length = this.#lines.slice(from).findIndex((line) => line.trim() === 'end');
    if (length < 0) this.#fail('noEnd');
    this.#at = from + length;
    return this.#lines.slice(from, this.#at).join('\n');
  }

  #add(step: Step): void {
    this.#count += 1;
    if (this.#count > MAX_STEPS) this.#fail('tooMany');
    (this.#groups.at(-1)?.steps ?? this.#steps).push(step);
  }

  #base(name: string): Pick<Draft, 'name' | 'line' | 'mayFail' | 'retries'> {
    const given = this.#name;
    this.#name = null;
    return { name: given ?? name.slice(0, 100), line: this.#at + 1, mayFail: false, retries: 0 };
  }

  /** What `retry` and `allow failure` are about. */
  #current(): Draft | GroupDraft {
    return this.#request ?? this.#groups.at(-1) ?? this.#fail('noRequest');
  }

  #needRequest(): Draft {
    return this.#request ?? this.#fail('noRequest');
  }

  #text(text: string, max: number): string {
    if (text === '' || text.length > max) this.#fail('name');
    return text;
  }

  #fail(reason: string): never {
    throw new StepError({ line: Math.min(this.#at, this.#lines.length - 1) + 1, reason });
  }
}
