/** How the steps of a journey are written, for the form. `parse-steps.ts` reads them. */
import type { PlaceholderDescriptor } from '../../../../contract/descriptor.ts';
import type { InstructionFormat, InstructionPart, StepLine } from '../../../../contract/instructions.ts';
import { GENERATORS } from '../../fields/generators.ts';
import { placeholdersOf } from './placeholders.ts';
import type { AskingStep } from './step.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const value: InstructionPart = { name: 'value', label: 'Value', type: 'text' };

const header = (label: string, placeholder: string): StepLine => ({
  label,
  line: 'header {name}: {value}',
  parts: [{ name: 'name', label: 'Name', type: 'text', placeholder }, value],
  repeats: true,
});

const body = (word: string, label: string, placeholder: string): StepLine => ({
  label,
  line: `${word} {${word}}`,
  parts: [{ name: word, label, type: 'block', placeholder }],
});

const formField = (word: string, label: string): StepLine => ({
  label,
  line: `${word} {name}: {value}`,
  parts: [{ name: 'name', label: 'Name', type: 'text', placeholder: 'city' }, value],
  repeats: true,
});

const extract = (placeholder: string): StepLine => ({
  label: 'Extract a value',
  line: 'extract {name} = {source}',
  parts: [
    { name: 'name', label: 'Name', type: 'text', placeholder: 'token', gives: true },
    {
      name: 'source',
      label: 'Source',
      type: 'text',
      placeholder,
      help: 'A placeholder, then a path, JSONPath or XPath, and a regular expression if only a part is wanted.',
    },
  ],
  repeats: true,
});

const expect = (placeholder: string): StepLine => ({
  label: 'Condition',
  line: 'expect {condition}',
  parts: [{ name: 'condition', label: 'Condition', type: 'text', placeholder, holds: 'conditions' }],
  repeats: true,
});

const retry: StepLine = {
  label: 'Retries',
  line: 'retry {times}',
  parts: [{ name: 'times', label: 'Retries', type: 'text', default: '1', placeholder: '1', help: 'From 0 to 10.' }],
};
const allowFailure: StepLine = { label: 'May fail', line: 'allow failure', parts: [] };

const MEANINGS: Readonly<Record<string, Omit<PlaceholderDescriptor, 'name'>>> = {
  STATUS: { meaning: 'the HTTP or gRPC status' },
  BODY: { meaning: 'the body of the response', parts: 'json' },
  HEADER: { meaning: 'a header of the response', parts: 'names' },
  COOKIE: { meaning: 'a cookie that a request to this URL would send', parts: 'names' },
  SIZE: { meaning: 'the size of the body in bytes' },
  HTTP_VERSION: { meaning: 'the HTTP version' },
  RESPONSE_TIME: { meaning: 'the duration of the step in milliseconds' },
  IP: { meaning: 'the address of the server' },
  VALUE: { meaning: 'a value that the journey extracted, by its name', parts: 'json' },
};

const placeholders = (type: AskingStep['type']): readonly PlaceholderDescriptor[] =>
  [...placeholdersOf({ type })].map((name) => ({ name, meaning: '', ...MEANINGS[name] }));

export const stepsFormat: InstructionFormat = {
  steps: [
    {
      label: 'Request',
      line: '{method} {url}',
      parts: [
        {
          name: 'method',
          label: 'Method',
          type: 'select',
          options: METHODS.map((method) => ({ value: method, label: method })),
        },
        { name: 'url', label: 'URL', type: 'text', placeholder: 'https://shop.example.org/cart' },
      ],
      lines: [
        header('Header', 'Accept'),
        body('json', 'JSON body', '{"user": "{{user}}"}'),
        formField('form', 'Form field'),
        formField('multipart', 'Multipart field'),
        body('text', 'Text body', 'Hello'),
        body('xml', 'XML body', '<order id="{{id}}"/>'),
        body('graphql', 'GraphQL query', 'query { shop { name } }'),
        body('variables', 'GraphQL variables', '{"id": "{{id}}"}'),
        extract('[BODY].token'),
        expect('[BODY].items == []'),
        {
          label: 'Accepted status',
          line: 'accept {status}',
          parts: [
            { name: 'status', label: 'Accepted status', type: 'text', default: '200-299', placeholder: '200-299,301' },
          ],
        },
        retry,
        allowFailure,
        { label: 'Do not follow redirects', line: 'no redirects', parts: [] },
      ],
      placeholders: placeholders('request'),
    },
    {
      label: 'gRPC call',
      line: 'GRPC {url}',
      parts: [
        {
          name: 'url',
          label: 'Method',
          type: 'text',
          placeholder: 'grpcs://orders.example.org:443/shop.v1.Orders/GetOrder',
        },
      ],
      lines: [
        header('Metadata', 'authorization'),
        body('json', 'Request as JSON', '{"id": "{{id}}"}'),
        body('proto', '.proto file', 'syntax = "proto3";'),
        extract('[BODY].order.id'),
        expect('[BODY].order.status == PAID'),
        retry,
        allowFailure,
      ],
      placeholders: placeholders('grpc'),
    },
    {
      label: 'Another journey',
      line: 'journey {name}',
      parts: [
        { name: 'name', label: 'Name of the endpoint', type: 'text', placeholder: 'Sign in', holds: 'endpoints' },
      ],
      lines: [extract('[VALUE].token'), expect('[VALUE].user == Ann'), retry, allowFailure],
      placeholders: placeholders('journey'),
    },
    {
      label: 'Wait',
      line: 'wait {duration}',
      parts: [{ name: 'duration', label: 'For', type: 'text', default: '1s', placeholder: '500ms' }],
    },
    {
      label: 'Group',
      line: 'group {name}',
      parts: [{ name: 'name', label: 'Name', type: 'text', placeholder: 'Order' }],
      lines: [retry, allowFailure],
      until: 'end group',
    },
    { label: 'End of the group', line: 'end group', parts: [] },
  ],
  title: {
    label: 'Name',
    line: 'step {name}',
    parts: [{ name: 'name', label: 'Name', type: 'text', placeholder: 'Sign in' }],
  },
  values: 'values',
  generators: GENERATORS,
};
