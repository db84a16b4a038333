/** Adds a listener. @returns removes it */
export function listenTo<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Adds a listener under a key. @returns removes it, and the key with its last listener */
export function listen<K, L>(listeners: Map<K, Set<L>>, key: K, listener: L): () => void {
  const set = listeners.get(key) ?? new Set<L>();
  listeners.set(key, set);
  set.add(listener);
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
  };
}
