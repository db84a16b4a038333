/** What can be wrong with the fields of a journey. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';
import { valueIssues } from '../../fields/values.ts';

export const stepsIssues = [
  {
    code: 'steps.text',
    text: '{field} must be text, or a list of lines, with at most {max, number} characters.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'steps.line',
    text: `{reason, select,
      empty {{field} must have at least one request, such as GET https://example.org/.}
      noRequest {{field}, line {line}: a method and a URL must come before this line.}
      url {{field}, line {line}: the URL must begin with http:// or https://, and must not contain a user name or password.}
      header {{field}, line {line}: a header must be a name and a value, such as header Accept: text/html. Lookout sets Content-Length itself.}
      form {{field}, line {line}: a form field must be a name and a value, such as form city: Rome.}
      secret {{field}, line {line}: {name} looks like a secret. Enter it among the values, and write its name in double braces here.}
      status {{field}, line {line}: accept must be status codes and ranges, such as 200-299,301.}
      json {{field}, line {line}: the body must be JSON.}
      extract {{field}, line {line}: extract must be a name and a source, such as extract token = [BODY].token.}
      source {{field}, line {line}: the source of {name} must be a placeholder such as [BODY].id, [BODY]$.items[0], [HEADER].location or [COOKIE].sid, with or without a regular expression such as /id=(\\d+)/.}
      grpcSource {{field}, line {line}: the source of {name} must be a placeholder such as [BODY].order.id, [HEADER].x-cost or [STATUS], with or without a regular expression such as /id=(\\d+)/.}
      journeySource {{field}, line {line}: the source of {name} must be a value of the journey, such as [VALUE].token.}
      grpcUrl {{field}, line {line}: GRPC must be followed by a server, a service and a method, such as grpcs://orders.example.org:443/shop.v1.Orders/GetOrder.}
      grpcLine {{field}, line {line}: a gRPC call has only header, json, proto, extract, expect, retry and allow failure.}
      protoLine {{field}, line {line}: only a gRPC call has a .proto file.}
      journeyLine {{field}, line {line}: a journey in a journey has only extract, expect, retry and allow failure.}
      metadata {{field}, line {line}: {name} must be a name of lower-case letters, digits, "_", "-" and "." that gRPC does not set itself.}
      condition {{field}, line {line}: "{name}" is not a condition.}
      unknownValue {{field}, line {line}: the value {name} is used before it is extracted. Extract it in an earlier step, or enter it among the values.}
      generator {{field}, line {line}: {name} must be $uuid, $now, $date, $timestamp, $random or $text, with the right arguments.}
      wait {{field}, line {line}: wait must be followed by a duration from 1ms to 5m.}
      retry {{field}, line {line}: retry must be followed by a number from 0 to 10.}
      name {{field}, line {line}: a name with at most 100 characters must follow.}
      noEnd {{field}, line {line}: what begins here has no end.}
      tooDeep {{field}, line {line}: groups can be at most 3 deep.}
      tooMany {{field}, line {line}: there can be at most 20 requests.}
      other {{field}, line {line}: a line must begin with a method and a URL, or with GRPC, journey, step, wait, group, header, json, proto, text, xml, graphql, variables, form, multipart, accept, extract, expect, retry, allow failure or no redirects.}}`,
    params: {
      line: 'the line, from 1',
      name: 'what the reason is about',
      reason:
        '`empty`, `unknown`, `noRequest`, `url`, `header`, `form`, `secret`, `status`, `json`, `extract`, `source`, `grpcSource`, `journeySource`, `grpcUrl`, `grpcLine`, `protoLine`, `journeyLine`, `metadata`, `condition`, `unknownValue`, `generator`, `wait`, `retry`, `name`, `noEnd`, `tooDeep` or `tooMany`',
    },
  },
  ...valueIssues('steps'),
  {
    code: 'steps.value',
    text: '{field} cannot use {name}: a value can only use $uuid, $now, $date, $timestamp, $random and $text.',
    params: { name: 'what it uses' },
  },
  { code: 'http.requireHttp2', text: '{field} must be off while HTTP/2 is off.', params: {} },
] as const satisfies readonly IssueDescriptor[];
