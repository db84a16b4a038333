/** Test code: answers of a SIP server. */

/** The answer to a request, with the headers that must come back. @param extra more headers, each with its line break */
export function answerSip(request: Buffer, status = '200 OK', extra = ''): Buffer {
  const lines = request.toString().split('\r\n');
  const same = lines.filter((line) => /^(?:Via|From|To|Call-ID|CSeq):/u.test(line));
  return Buffer.from(`SIP/2.0 ${status}\r\n${same.join('\r\n')}\r\n${extra}Content-Length: 0\r\n\r\n`);
}
