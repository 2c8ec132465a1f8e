import { CheckState } from '../../../proto/gen/slipway.ts';
import type { SystemInfoResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { SystemCheck } from '../../oci/preflight/system-check.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

const STATES: Readonly<Record<SystemCheck['state'], CheckState>> = {
  ok: CheckState.CHECK_STATE_OK,
  warning: CheckState.CHECK_STATE_WARNING,
  failed: CheckState.CHECK_STATE_FAILED,
};

/** Looked at anew with each call. */
export async function systemInfo(parts: RuntimeParts): Promise<Input<SystemInfoResponse>> {
  const { facts, checks } = await parts.system();
  const network = await parts.network.readiness();
  const [message = '', fix = ''] = network.message.split('; ');
  const all: readonly SystemCheck[] = [
    ...checks,
    network.ready
      ? { name: 'pod network', state: 'ok', detail: 'pods get addresses', fix: '' }
      : { name: 'pod network', state: 'failed', detail: message, fix },
  ];
  return {
    ...facts,
    runtimeVersion: parts.version,
    rootDirectory: parts.directories.root,
    runDirectory: parts.directories.run,
    cgroupDriver: parts.cgroupDriver,
    checks: all.map((check) => ({ ...check, state: STATES[check.state] })),
  };
}
