/** Test code: answers of RADIUS servers. */
import { createHash, createHmac } from 'node:crypto';

const HEADER_BYTES = 20;

export interface AnswerOptions {
  readonly code: number;
  readonly secret: string;
  /** Default: none. */
  readonly message?: string;
  /** False: without a Message-Authenticator. */
  readonly isSigned?: boolean;
}

/** Answers a request as RFC 2865, 3 and RFC 2869, 5.14 say. */
export function makeAnswer(request: Buffer, { code, secret, message = '', isSigned = true }: AnswerOptions): Buffer {
  const signature = isSigned ? Buffer.concat([Buffer.from([80, 18]), Buffer.alloc(16)]) : Buffer.alloc(0);
  const text =
    message === '' ? Buffer.alloc(0) : Buffer.concat([Buffer.from([18, message.length + 2]), Buffer.from(message)]);
  const answer = Buffer.concat([
    Buffer.from([code, request[1] ?? 0, 0, 0]),
    request.subarray(4, HEADER_BYTES),
    signature,
    text,
  ]);
  answer.writeUInt16BE(answer.length, 2);
  if (isSigned)
    createHmac('md5', secret)
      .update(answer)
      .digest()
      .copy(answer, HEADER_BYTES + 2);
  createHash('md5').update(answer).update(secret).digest().copy(answer, 4);
  return answer;
}
