/** What the recorder in a page reports, for events as a browser sends them. */
import { describe, expect, it } from 'vitest';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { makeDescriber } from './describer.ts';
import type { PageEvent, PageWindow } from './dom.ts';
import { makeFinder } from './finder.ts';
import { makeNames } from './names.ts';
import { startRecorder, type UserAction } from './recorder.ts';
import { openPage } from './testing/page.ts';
import { makeTextFields } from './text-fields.ts';

function page(html: string, top: 'itself' | 'another' = 'itself') {
  const { window, one } = openPage(html);
  const listeners = new Map<string, (event: PageEvent) => void>();
  const names = makeNames(window.document);
  const finder = makeFinder(window, names);
  const reported: UserAction[] = [];
  const listening: PageWindow = {
    document: window.document,
    getComputedStyle: (element) => window.getComputedStyle(element),
    addEventListener: (type, listener) => void listeners.set(type, listener),
    ...(top === 'another' ? { top: {} } : {}),
  };
  startRecorder({
    window: listening,
    finder,
    names,
    fields: makeTextFields(names, SECRET_NAMES),
    describe: makeDescriber(finder, names),
    report: (action) => reported.push(action),
  });
  let stopped = 0;
  const send = (type: string, selector: string, more: Partial<PageEvent> = {}) => {
    const stop = () => void (stopped += 1);
    const event = {
      isTrusted: true,
      target: one(selector),
      detail: 1,
      preventDefault: stop,
      stopImmediatePropagation: stop,
    };
    listeners.get(type)?.({ ...event, ...more });
  };
  const enter = (selector: string, text: string) => {
    one(selector).value = text;
    send('input', selector);
  };
  return { reported, one, send, enter, stopped: () => stopped };
}

describe('the recorder', () => {
  it('reports clicks on what can be clicked, not on what is inside of it', () => {
    const { reported, send } = page(
      '<button>Go <b>now</b></button><p>Text</p><input><select><option>x</option></select>',
    );
    for (const selector of ['b', 'p', 'input', 'select', 'option']) send('click', selector);
    expect(reported).toEqual([
      { type: 'click', place: { by: 'role', role: 'button', value: 'Go now' } },
      { type: 'click', place: { by: 'text', value: 'Text' } },
    ]);
  });

  it('ignores what the page does by itself', () => {
    const { reported, send } = page('<button>Go</button>');
    send('click', 'button', { isTrusted: false });
    expect(reported).toEqual([]);
  });

  it('reports one click on a label and its control: on the control, or on the label if the control cannot be seen', () => {
    const html = (hidden: string) => `<label><i>I agree</i> <input type="checkbox" ${hidden}></label>`;
    const seen = page(html(''));
    seen.send('click', 'i');
    seen.send('click', 'input');
    expect(seen.reported).toEqual([{ type: 'click', place: { by: 'label', value: 'I agree' } }]);
    const unseen = page(html('hidden'));
    unseen.send('click', 'i');
    unseen.send('click', 'input');
    expect(unseen.reported).toEqual([{ type: 'click', place: { by: 'text', value: 'I agree' } }]);
  });

  it('reports Enter in a line, and not the click on the button that follows from it', () => {
    const { reported, send } = page('<form><input name="q"><textarea name="t"></textarea><button>Go</button></form>');
    send('keydown', '[name=q]', { key: 'Enter' });
    send('click', 'button', { detail: 0 });
    send('keyup', '[name=q]', { key: 'Enter' });
    send('keydown', '[name=t]', { key: 'Enter' });
    send('keydown', 'button', { key: 'Enter' });
    send('click', 'button', { detail: 0 });
    send('keydown', '[name=q]', { key: 'Escape' });
    send('keydown', '[name=q]', { key: 'Enter', ctrlKey: true });
    expect(reported.map((action) => (action.type === 'press' ? action.key : action.type))).toEqual([
      'Enter',
      'click',
      'Escape',
    ]);
  });

  it('reports texts, and of secrets only that there is one, also when the field shows it', () => {
    const { reported, one, enter } = page(
      '<input name="user"><input type="password" name="pw"><input name="api_token"><input autocomplete="cc-number" name="c">',
    );
    enter('[name=user]', 'Ann');
    enter('[name=pw]', 'hunter2');
    one('[name=pw]').type = 'text';
    enter('[name=pw]', 'hunter22');
    enter('[name=api_token]', 'hunter3');
    enter('[name=c]', '4111');
    expect(reported.map(({ type }) => type)).toEqual(['type', 'secret', 'secret', 'secret', 'secret']);
    expect(JSON.stringify(reported)).not.toMatch(/hunter|4111/u);
  });

  it('reports the option that is selected, and controls that cannot be filled in', () => {
    const { reported, send } = page(
      '<select name="one"><option>A</option><option selected> B  b </option></select>' +
        '<select name="many" multiple><option selected>A</option><option selected>B</option></select><input type="file" name="f">',
    );
    send('change', '[name=one]');
    send('change', '[name=many]');
    send('click', '[name=f]');
    expect(reported).toEqual([
      { type: 'select', place: { by: 'css', value: 'select[name="one"]' }, option: 'B b' },
      { type: 'lost', reason: 'control', what: 'select' },
      { type: 'lost', reason: 'control', what: 'input' },
    ]);
  });

  it('records Alt and a click as an expectation, without the page seeing the click', () => {
    const { reported, send, stopped } = page('<button>Go</button>');
    send('click', 'button', { altKey: true });
    expect(reported).toEqual([{ type: 'expect', place: { by: 'role', role: 'button', value: 'Go' } }]);
    expect(stopped()).toBe(2);
  });

  it('reports elements that nothing names, and elements in a frame', () => {
    const unnamed = page('<div><svg></svg></div><div><svg></svg></div>');
    unnamed.send('click', 'svg');
    expect(unnamed.reported).toEqual([{ type: 'lost', reason: 'unnamed', what: 'svg' }]);
    const framed = page('<button>Pay</button>', 'another');
    framed.send('click', 'button');
    expect(framed.reported).toEqual([{ type: 'lost', reason: 'frame', what: 'button Pay' }]);
  });
});
