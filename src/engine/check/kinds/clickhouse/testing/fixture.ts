/** Test code: servers with the HTTP interface of ClickHouse, or something else. */
import { answering } from '../../../../../../test/servers/raw.ts';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const BODY = '{"meta":[{"name":"1","type":"UInt8"}],"data":[[1]],"rows":1}';

export const fixture = tcpFixture((port) => ({ kind: 'clickhouse', host: '127.0.0.1', port }), {
  good: answering(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`),
  garbage: answering('HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>no</html>'),
});
