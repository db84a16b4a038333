/** Reads a stream of server-sent events (WHATWG HTML, 9.2) as it arrives. */

export interface ServerEvent {
  /** `message` if the server named none. */
  readonly type: string;
  readonly data: string;
  /** Empty: there is none. */
  readonly id: string;
}

/** The most characters of one event, or of a line without an end. */
const MAX_EVENT = 1_048_576;

/** Thrown when an event does not end. */
export class EventTooLargeError extends Error {
  override readonly name = 'EventTooLargeError';
}

export class EventStream {
  readonly #decoder = new TextDecoder();
  #rest: string[] = [];
  #restLength = 0;
  /** The last chunk ended with CR, so an LF at the start of the next one belongs to it. */
  #afterReturn = false;
  #data: string[] = [];
  #dataLength = 0;
  #type = '';
  #id = '';

  /**
   * @returns the events that are complete now
   * @throws EventTooLargeError
   */
  push(chunk: Uint8Array): readonly ServerEvent[] {
    let text = this.#decoder.decode(chunk, { stream: true });
    if (this.#afterReturn && text.startsWith('\n')) text = text.slice(1);
    if (text !== '') this.#afterReturn = text.endsWith('\r');
    const events: ServerEvent[] = [];
    const [first = '', ...others] = text.split(/\r\n|\r|\n/u);
    this.#keep(first);
    for (const next of others) {
      const event = this.#line(this.#rest.join(''));
      if (event !== null) events.push(event);
      this.#rest = [];
      this.#restLength = 0;
      this.#keep(next);
    }
    return events;
  }

  #keep(text: string): void {
    if (text === '') return;
    this.#rest.push(text);
    this.#restLength += text.length;
    if (this.#restLength + this.#dataLength > MAX_EVENT) throw new EventTooLargeError('An event does not end');
  }

  #line(line: string): ServerEvent | null {
    if (line === '') return this.#dispatch();
    // A comment, which keeps the connection alive.
    if (line.startsWith(':')) return null;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /u, '');
    if (field === 'data') {
      this.#data.push(value);
      this.#dataLength += value.length + 1;
    } else if (field === 'event') this.#type = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    return null;
  }

  /** An event without data does not count. */
  #dispatch(): ServerEvent | null {
    const event = { type: this.#type === '' ? 'message' : this.#type, data: this.#data.join('\n'), id: this.#id };
    const isEvent = this.#data.length > 0;
    this.#data = [];
    this.#dataLength = 0;
    this.#type = '';
    return isEvent ? event : null;
  }
}
