import { Metadata, status } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { rpcErrorOf } from '../../extension/client/status-codes.ts';

const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  OUT_OF_RANGE: 'invalid-argument',
  ABORTED: 'failed-precondition',
  OK: 'internal',
  UNKNOWN: 'internal',
};

const codes = Object.entries(status).flatMap(([name, code]) => (typeof code === 'number' ? [[name, code] as const] : []));

it.each(codes)('gRPC’s %s (%i) has the code of its name', (name, code) => {
  const error = Object.assign(new Error(), { code, details: 'why', metadata: new Metadata() });
  const expected = NAMED_OTHERWISE[name] ?? name.toLowerCase().replaceAll('_', '-');
  expect(rpcErrorOf(error, { method: 'Version', address: '/s' }).code).toBe(expected);
});
