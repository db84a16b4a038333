/** XPath 3.1 on XML, and on HTML as servers send it. */
import { DOMParser as XmlParser } from '@xmldom/xmldom';
import fontoxpath from 'fontoxpath';
import { parseHTML } from 'linkedom';
import type { Json } from '../../contract/model/units.ts';

/**
 * @param text XML; or HTML, when it is not well-formed XML or begins as HTML does
 * @returns a text, a number, a boolean, or a list of them; an element is the text in it. Undefined: nothing was found.
 * @throws an error whose message says what is wrong with the query
 */
export function queryDocument(query: string, text: string): Json | undefined {
  const document = /^\s*(?:<!doctype html|<html)/iu.test(text) ? html(text) : (xml(text) ?? html(text));
  const namespace = document.documentElement?.namespaceURI ?? '';
  const value: unknown = fontoxpath.evaluateXPath(query, document, null, {}, fontoxpath.evaluateXPath.ANY_TYPE, {
    // Names without a prefix are those of the document, so that nobody has to declare its namespace.
    namespaceResolver: (prefix: string) => (prefix === '' ? namespace : null),
  });
  if (!Array.isArray(value)) return valueOf(value);
  return value.length === 0 ? undefined : value.map((entry: unknown) => valueOf(entry) ?? null);
}

interface Node {
  readonly textContent: string | null;
}

function valueOf(value: unknown): Json | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'object' && value !== null && 'nodeType' in value) return (value as unknown as Node).textContent;
  return undefined;
}

/** @returns null when the text is not well-formed XML */
function xml(text: string): Document | null {
  try {
    const parser = new XmlParser({
      onError(level, message) {
        if (level !== 'warning') throw new SyntaxError(message);
      },
    });
    return parser.parseFromString(text, 'text/xml') as unknown as Document;
  } catch {
    return null;
  }
}

/** A page may leave out its `<html>`, but the parser does not add one. */
function html(text: string): Document {
  // Queries find nothing in a document that has a document type.
  const bare = text.replace(/^\s*<!doctype[^>]*>/iu, '');
  const whole = /<html[\s>]/iu.test(bare) ? bare : `<html>${bare}</html>`;
  return parseHTML(whole).document;
}
