import type { VersionRequest, VersionResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The first call of every client. */
export function version(parts: Pick<RuntimeParts, 'version'>, _request: VersionRequest): Input<VersionResponse> {
  return { version: '0.1.0', runtimeName: 'slipway', runtimeVersion: parts.version, runtimeApiVersion: 'v1' };
}
