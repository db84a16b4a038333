/** A new random id, which no other client has. `crypto.randomUUID` exists only on pages over TLS and from this computer. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
