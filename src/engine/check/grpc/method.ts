/** The definition of a method: from a .proto file, or from the server by reflection. */
import protobuf, { type Method, type Root, type Type } from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor.js';
import { FailureError } from '../../base/failure-error.ts';
import { cut } from '../../base/cut.ts';
import { ReflectionRequest, ReflectionResponse, REFLECTION_PATHS } from './definitions.ts';
import type { Reply } from './call.ts';
import { grpcFailure } from './failures.ts';
import { codeOfStatus } from './status.ts';

export interface MethodTypes {
  readonly request: Type;
  readonly response: Type;
}

/** The most files that are requested: a server must not decide how long a check takes. */
const MAX_FILES = 200;

/**
 * The types of a method in a .proto file. Imports of `google/protobuf/…` that protobufjs has are resolved.
 * @param method such as `shop.v1.Orders/GetOrder`
 * @throws FailureError `grpc.method`
 */
export function methodOfProto(source: string, method: string): MethodTypes {
  let root: Root;
  try {
    const parsed = protobuf.parse(source);
    root = parsed.root;
    for (const file of parsed.imports ?? []) {
      const common = protobuf.common.get(file);
      if (common === null) throw new Error(`import "${file}" is not supported`);
      root.addJSON(common.nested ?? {});
    }
    root.resolveAll();
  } catch (error) {
    throw problem('proto', method, error);
  }
  return typesOf(root, method);
}

/**
 * Asks the server for the definition (https://github.com/grpc/grpc/blob/master/doc/server-reflection.md).
 * @param ask sends one request of reflection to a path
 * @throws FailureError `grpc.method`, or what `ask` throws
 */
export async function methodOfServer(
  method: string,
  ask: (path: string, message: Uint8Array) => Promise<Reply>,
): Promise<MethodTypes> {
  const [service = ''] = method.split('/');
  let path: string = REFLECTION_PATHS[0];
  const files = new Map<string, descriptor.IFileDescriptorProto>();

  async function request(body: Readonly<Record<string, string>>): Promise<void> {
    const encoded = ReflectionRequest.encode(ReflectionRequest.create(body)).finish();
    let reply = await ask(path, encoded);
    if (reply.status === codeOfStatus('UNIMPLEMENTED') && path === REFLECTION_PATHS[0]) {
      path = REFLECTION_PATHS[1];
      reply = await ask(path, encoded);
    }
    if (reply.status === codeOfStatus('UNIMPLEMENTED')) throw missing('noReflection', method);
    for (const file of readFiles(reply, method)) {
      if (typeof file.name === 'string') files.set(file.name, file);
    }
  }

  await request({ file_containing_symbol: service });
  // Most servers send all imports with the file. The others send them on request.
  for (;;) {
    const wanted = [...files.values()].flatMap((file) => file.dependency ?? []).find((name) => !files.has(name));
    if (wanted === undefined) break;
    if (files.size >= MAX_FILES) throw problem('descriptors', method, new Error(`more than ${MAX_FILES} files`));
    const before = files.size;
    await request({ file_by_filename: wanted });
    if (files.size === before) throw problem('descriptors', method, new Error(`no file ${wanted}`));
  }
  try {
    const root = protobuf.Root.fromDescriptor({ file: [...files.values()] });
    root.resolveAll();
    return typesOf(root, method);
  } catch (error) {
    throw error instanceof FailureError ? error : problem('descriptors', method, error);
  }
}

function readFiles(reply: Reply, method: string): descriptor.IFileDescriptorProto[] {
  const [message] = reply.messages;
  if (message === undefined) throw problem('descriptors', method, new Error(reply.problem));
  try {
    const read = ReflectionResponse.toObject(ReflectionResponse.decode(message));
    const files: unknown = read['file_descriptor_response']?.['file_descriptor_proto'];
    if (!Array.isArray(files)) throw missing('unknown', method);
    return files.map(
      (file: Uint8Array) => descriptor.FileDescriptorProto.decode(file) as descriptor.IFileDescriptorProto,
    );
  } catch (error) {
    throw error instanceof FailureError ? error : problem('descriptors', method, error);
  }
}

function typesOf(root: Root, name: string): MethodTypes {
  const [service = '', methodName = ''] = name.split('/');
  let method: Method | undefined;
  try {
    method = root.lookupService(service).methods[methodName];
  } catch {
    // There is no such service.
  }
  if (method === undefined) throw missing('unknown', name);
  if (method.requestStream === true || method.responseStream === true) throw missing('streaming', name);
  method.resolve();
  const { resolvedRequestType: request, resolvedResponseType: response } = method;
  if (request === null || response === null) throw missing('unknown', name);
  return { request, response };
}

function missing(reason: 'noReflection' | 'streaming' | 'unknown', method: string): FailureError {
  return new FailureError(grpcFailure('grpc.method', { reason, method }));
}

function problem(reason: 'proto' | 'descriptors', method: string, error: unknown): FailureError {
  const text = error instanceof Error ? error.message : String(error);
  return new FailureError(grpcFailure('grpc.method', { reason, method, problem: cut(text, 300) }));
}
