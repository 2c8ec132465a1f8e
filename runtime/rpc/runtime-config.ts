import { CgroupDriver } from '../../proto/gen/cri.ts';
import type { RuntimeConfigRequest, RuntimeConfigResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The cgroup driver that a kubelet has to use as well. */
export function runtimeConfig(
  parts: Pick<RuntimeParts, 'cgroupDriver'>,
  _request: RuntimeConfigRequest,
): Input<RuntimeConfigResponse> {
  return { linux: { cgroupDriver: parts.cgroupDriver === 'systemd' ? CgroupDriver.SYSTEMD : CgroupDriver.CGROUPFS } };
}
