/** Why a secret cannot be sealed or opened: a sentence for people, without the secret. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}
