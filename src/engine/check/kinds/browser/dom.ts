/** The parts of the DOM that scripts in a page use. The engine is compiled without the DOM, in which none of its code runs. */

export interface PageElement {
  readonly tagName: string;
  readonly id: string;
  readonly textContent: string | null;
  readonly innerText?: string | null;
  readonly children: Iterable<PageElement>;
  readonly parentElement: PageElement | null;
  readonly classList: Iterable<string>;
  readonly type?: string;
  readonly value?: string;
  readonly checked?: boolean;
  readonly multiple?: boolean;
  readonly size?: number;
  readonly isContentEditable?: boolean;
  readonly labels?: Iterable<PageElement> | null;
  /** The control of a label. */
  readonly control?: PageElement | null;
  readonly options?: Iterable<PageElement>;
  readonly selected?: boolean;
  readonly label?: string;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  contains(other: PageElement | null): boolean;
  closest(selector: string): PageElement | null;
  matches(selector: string): boolean;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
}

export interface PageDocument {
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** The parts of the window that scripts use. */
export interface PageWindow {
  readonly document: PageDocument;
  readonly top?: unknown;
  getComputedStyle(element: PageElement): { readonly visibility: string };
  addEventListener(type: string, listener: (event: PageEvent) => void, capture: boolean): void;
}

export interface PageEvent {
  readonly isTrusted: boolean;
  readonly target: PageElement | null;
  readonly detail?: number;
  readonly altKey?: boolean;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
  readonly isComposing?: boolean;
  readonly key?: string;
  preventDefault(): void;
  stopImmediatePropagation(): void;
}
