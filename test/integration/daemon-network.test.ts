import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { failureOf, podConfig, removeAllPods } from '../support/daemon-lab.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const INVALID_ARGUMENT = 3;
/** Of this process alone. */
const SUBNET = `10.${String(process.pid % 250)}.247.0/24`;
const SUBNET6 = `fd00:${(process.pid % 0xffff).toString(16)}:247::/64`;

describe.skipIf(missing !== undefined)('the pod networks that a kubelet says', () => {
  let daemon: Daemon;
  beforeAll(async () => {
    daemon = await startDaemon({ subnet: SUBNET });
  });
  afterAll(async () => {
    await removeAllPods(daemon);
    await daemon.close();
  });

  const addressesOf = async (name: string): Promise<readonly string[]> => {
    const { runtime } = daemon.cri;
    const { podSandboxId } = await runtime.RunPodSandbox({ config: podConfig(daemon, name) });
    const { network } = (await runtime.PodSandboxStatus({ podSandboxId })).status ?? {};
    return [network?.ip ?? '', ...(network?.additionalIps.map(({ ip }) => ip) ?? [])];
  };
  const say = (podCidr: string) => daemon.cri.runtime.UpdateRuntimeConfig({ runtimeConfig: { networkConfig: { podCidr } } });

  it('give pods an address of each family from then on, also after the daemon was killed', async () => {
    const ofBoth = [
      expect.stringMatching(`^${SUBNET.replace('0/24', '')}`),
      expect.stringMatching(`^${SUBNET6.replace('/64', '')}`),
    ] as string[];
    expect(await addressesOf('before')).toEqual(ofBoth.slice(0, 1));
    await say(`${SUBNET},${SUBNET6}`);
    expect(await addressesOf('after')).toEqual(ofBoth);
    await daemon.kill9();
    await daemon.start();
    expect(await addressesOf('later')).toEqual(ofBoth);
  });

  it('are refused with the reason when they are none', async () => {
    expect(await failureOf(say('10.1.0.0/24,10.2.0.0/24'))).toMatchObject({ code: INVALID_ARGUMENT });
  });
});
