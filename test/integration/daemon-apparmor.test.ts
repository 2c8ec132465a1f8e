import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SecurityProfile_ProfileType } from '../../proto/gen/cri.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { archiveMessages, busyboxImage, failureOf, podConfig, removeAllPods, shellContainer } from '../support/daemon-lab.ts';
import { ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing() ?? (isEnabled() ? undefined : 'this kernel has no AppArmor (npm run test:vm has one)');
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const IMAGE = 'localhost/busybox:1';
const FAILED_PRECONDITION = 9;

function isEnabled(): boolean {
  try {
    return readFileSync('/sys/module/apparmor/parameters/enabled', 'utf8').startsWith('Y');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

describe.skipIf(missing !== undefined)('a container under AppArmor', () => {
  let daemon: Daemon;
  let podSandboxId = '';

  beforeAll(async () => {
    daemon = await startDaemon();
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image: await busyboxImage(), names: [IMAGE] }])));
    ({ podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config: podConfig(daemon, 'confined') }));
  });
  afterAll(async () => {
    await removeAllPods(daemon);
    await daemon.close();
  });

  const run = async (name: string, apparmor: object, capabilities = {}): Promise<string> => {
    const config = shellContainer(name, IMAGE, 'sleep 1000');
    const securityContext = { ...config.linux?.securityContext, apparmor, capabilities };
    const { containerId } = await daemon.cri.runtime.CreateContainer({
      podSandboxId,
      config: { ...config, linux: { securityContext } },
      sandboxConfig: podConfig(daemon, 'confined'),
    });
    await daemon.cri.runtime.StartContainer({ containerId });
    return containerId;
  };
  const inside = async (containerId: string, script: string): Promise<string> => {
    const { stdout } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['/bin/sh', '-c', script], timeout: 20 });
    return Buffer.from(stdout).toString().trim();
  };
  /** Writing there is what the profile forbids, whatever the capabilities. */
  const PROBE =
    'cat /proc/self/attr/current; (mkdir -p /tmp/m && mount -t tmpfs none /tmp/m) 2>/dev/null && echo mounted || echo refused';
  const capabilities = { addCapabilities: ['SYS_ADMIN'] };

  it('is confined by the default profile, also its commands, and may not mount though it has the capability', async () => {
    const containerId = await run('default', { profileType: SecurityProfile_ProfileType.RuntimeDefault }, capabilities);
    expect(await inside(containerId, PROBE)).toMatch(/^\S*slipway\S* \(enforce\)\nrefused$/);
  });

  // Distributions name what runc itself may do by a profile that allows all.
  it('is not confined when that is asked for', async () => {
    const containerId = await run('free', { profileType: SecurityProfile_ProfileType.Unconfined }, capabilities);
    expect(await inside(containerId, PROBE)).toMatch(/\(?unconfined\)?\nmounted$/);
  });

  it('is refused a profile that nobody has loaded', async () => {
    const apparmor = { profileType: SecurityProfile_ProfileType.Localhost, localhostRef: 'nobody-has-this' };
    expect(await failureOf(run('unknown', apparmor))).toMatchObject({
      code: FAILED_PRECONDITION,
      message: expect.stringContaining('nobody-has-this is not loaded') as string,
      hint: expect.stringContaining('apparmor_parser') as string,
    });
  });
});
