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
 *     GRPC grpcs://orders.example.org/shop.v1.Orders/GetOrder
 *     json {"id": "{{id}}"}
 *
 *     journey Sign out
 *
 *     group Order
 *     retry 2
 *     GET https://shop.example.org/cart
 *     header Authorization: Bearer {{token}}
 *     end group
 */
import { parseDuration } from '../../../../shared/duration.ts';
import type { BodyType } from '../../http/request-body.ts';
import { StepError } from './step-error.ts';
import type { GroupStep, GrpcStep, JourneyStep, RequestStep, Step } from './step.ts';

export const MAX_REQUESTS = 20;
const MAX_STEPS = 60;
const MAX_DEPTH = 3;
const MAX_RETRIES = 10;
const MAX_WAIT_MS = 300_000;
const DEFAULT_ACCEPTED = '200-299';
const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+(\S.*)$/u;
const BODIES: ReadonlySet<string> = new Set(['text', 'json', 'xml', 'graphql', 'variables', 'proto']);

/** @throws StepError */
export function parseSteps(text: string): readonly Step[] {
  return new StepParser(text).all();
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type RequestDraft = Writable<RequestStep>;
type GrpcDraft = Writable<GrpcStep>;
type Draft = RequestDraft | GrpcDraft | Writable<JourneyStep>;
type GroupDraft = Writable<GroupStep> & { steps: Step[] };

class StepParser {
  readonly #lines: readonly string[];
  #at = 0;
  readonly #groups: GroupDraft[] = [];
  readonly #steps: Step[] = [];
  /** The step to which further lines belong. */
  #asking: Draft | null = null;
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
        this.#asking = null;
        this.#name = this.#text(rest, 100);
        return;
      case 'wait':
        return this.#wait(rest);
      case 'GRPC':
        return this.#beginCall(rest);
      case 'journey':
        return this.#beginJourney(rest);
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
        return this.#ofAnswer(word, rest);
    }
  }

  /** Lines about the answer of a step. */
  #ofAnswer(word: string, rest: string): void {
    switch (word) {
      case 'extract': {
        const [, name = '', source = ''] = /^([A-Za-z_][\w-]{0,99})\s*=\s*(.+)$/u.exec(rest) ?? [];
        if (name === '') this.#fail('extract');
        const step = this.#needAsking();
        this.#note(step, `extract ${step.extract.length}`);
        step.extract = [...step.extract, [name, source]];
        return;
      }
      case 'expect': {
        const step = this.#needAsking();
        this.#note(step, `expect ${step.conditions.length}`);
        step.conditions = [...step.conditions, rest];
        return;
      }
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
        const request = this.#needCall();
        this.#note(request, `header ${request.headers.length}`);
        request.headers = [...request.headers, [name, value ?? '']];
        return;
      }
      case 'form':
      case 'multipart': {
        const [, name = '', value] = /^(.{1,300}?)\s*:\s+(.*)$/u.exec(rest) ?? [];
        if (value === undefined) this.#fail('form');
        const request = this.#needRequest();
        request.bodyType = word;
        this.#note(request, `form ${name}`);
        request.form = { ...request.form, [name]: value ?? '' };
        return;
      }
      case 'accept':
        this.#note(this.#needRequest(), 'accept').acceptedStatus = rest;
        return;
      case 'no':
        if (rest !== 'redirects') this.#fail('unknown');
        this.#needRequest().followRedirects = false;
        return;
      default:
        this.#fail('unknown');
    }
  }

  #begin(method: string, url: string): void {
    const step: RequestDraft = {
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
      lines: {},
    };
    this.#addAsking(step);
  }

  #beginCall(url: string): void {
    const method = /\/([^/?#]+)$/u.exec(url)?.[1];
    this.#addAsking({
      type: 'grpc',
      ...this.#base(`GRPC ${method ?? url}`),
      url,
      headers: [],
      body: '{}',
      proto: '',
      extract: [],
      conditions: [],
      lines: {},
    });
  }

  #beginJourney(rest: string): void {
    const reference = this.#text(rest, 200);
    this.#addAsking({ type: 'journey', ...this.#base(reference), reference, extract: [], conditions: [], lines: {} });
  }

  #addAsking(step: Draft): void {
    this.#requests += 1;
    if (this.#requests > MAX_REQUESTS) this.#fail('tooMany');
    this.#add(step);
    this.#asking = step;
  }

  #wait(rest: string): void {
    const ms = parseDuration(rest);
    if (ms === null || ms < 1 || ms > MAX_WAIT_MS) return this.#fail('wait');
    this.#add({ type: 'wait', ...this.#base(`Wait ${rest}`), ms });
    this.#asking = null;
  }

  #open(rest: string): void {
    if (this.#groups.length >= MAX_DEPTH) this.#fail('tooDeep');
    const group: GroupDraft = { type: 'group', ...this.#base(this.#text(rest, 100)), steps: [] };
    this.#add(group);
    this.#groups.push(group);
    this.#asking = null;
  }

  #close(rest: string): void {
    if (rest !== 'group' || this.#groups.pop() === undefined) this.#fail('unknown');
    this.#asking = null;
  }

  #body(word: string, rest: string): void {
    const step = this.#note(this.#needCall(), word === 'variables' || word === 'proto' ? word : 'body');
    const text = rest === '' ? this.#block() : rest;
    if (step.type === 'grpc') {
      if (word === 'proto') step.proto = text;
      else if (word === 'json') step.body = text;
      else this.#fail('grpcLine');
    } else if (word === 'variables') step.variables = text;
    else if (word === 'proto') this.#fail('protoLine');
    else {
      step.bodyType = word as BodyType;
      step.body = text;
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

  #base(name: string): Pick<RequestStep, 'name' | 'line' | 'mayFail' | 'retries'> {
    const given = this.#name;
    this.#name = null;
    return { name: given ?? name.slice(0, 100), line: this.#at + 1, mayFail: false, retries: 0 };
  }

  /** The step to which `retry` and `allow failure` apply. */
  #current(): Draft | GroupDraft {
    return this.#asking ?? this.#groups.at(-1) ?? this.#fail('noRequest');
  }

  #needAsking(): Draft {
    return this.#asking ?? this.#fail('noRequest');
  }

  /** The current request or call. */
  #needCall(): RequestDraft | GrpcDraft {
    const step = this.#needAsking();
    return step.type === 'journey' ? this.#fail('journeyLine') : step;
  }

  #needRequest(): RequestDraft {
    const step = this.#needCall();
    return step.type === 'grpc' ? this.#fail('grpcLine') : step;
  }

  /** Records that the current line has a text of the step. */
  #note<Noted extends Draft>(step: Noted, what: string): Noted {
    step.lines = { ...step.lines, [what]: this.#at + 1 };
    return step;
  }

  #text(text: string, max: number): string {
    if (text === '' || text.length > max) this.#fail('name');
    return text;
  }

  #fail(reason: string): never {
    throw new StepError({ line: Math.min(this.#at, this.#lines.length - 1) + 1, reason });
  }
}
