/** Test code: servers with the API of Prometheus, or something else. */
import { answering } from '../../../../../../test/servers/raw.ts';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const BODY = '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000,"1"]}]}}';

export const fixture = tcpFixture((port) => ({ kind: 'prometheus', host: '127.0.0.1', port }), {
  good: answering(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`),
  garbage: answering('HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>no</html>'),
});
