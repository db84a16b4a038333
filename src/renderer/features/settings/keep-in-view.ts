const MOVES = ['wheel', 'pointerdown', 'keydown'] as const;

/**
 * Scrolls to a section, and again while what is above it is still loading and grows, until the person does something.
 * @returns a function that ends this
 */
export function keepInView(section: HTMLElement): () => void {
  const scroll = () => section.scrollIntoView({ block: 'start' });
  const observer = new ResizeObserver(scroll);
  const end = () => {
    observer.disconnect();
    for (const move of MOVES) window.removeEventListener(move, end, true);
  };
  scroll();
  if (section.parentElement !== null) observer.observe(section.parentElement);
  for (const move of MOVES) window.addEventListener(move, end, true);
  return end;
}
