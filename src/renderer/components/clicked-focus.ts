/**
 * The `ref` of a scroll area that has the focus only so that it can be scrolled by keyboard. A click focuses it, too, and with
 * the next key, the browser would show its focus ring, although nobody chose it. `base.css` hides the ring after a click.
 */
export function noteClickedFocus(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined;
  const onFocus = () => element.toggleAttribute('data-clicked', !element.matches(':focus-visible'));
  element.addEventListener('focus', onFocus);
  return () => element.removeEventListener('focus', onFocus);
}
