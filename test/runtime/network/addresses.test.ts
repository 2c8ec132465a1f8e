import { describe, expect, it } from 'vitest';
import { createAddresses } from '../../../runtime/network/built-in/addresses.ts';
import { parseSubnets } from '../../../runtime/network/subnet.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';

const DIRECTORY = '/var/cni/addresses/slipway';

async function bed(files: Record<string, string> = {}, subnet = '10.1.0.0/29') {
  const memory = createMemoryFiles(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${DIRECTORY}/${name}`, text])),
  );
  const addresses = createAddresses(memory, DIRECTORY, parseSubnets(subnet) ?? []);
  const reserve = async (id: string): Promise<string> => (await addresses.reserve(id, 'eth0')).join();
  const kept = async (): Promise<string[]> => (await memory.list(DIRECTORY)).filter((name) => /^[0-9a-f.:]+$/.test(name)).sort();
  return { addresses, reserve, kept, memory };
}

describe('addresses of the built-in network', () => {
  it('go round: the longest unused is next, and the network, the gateway and the broadcast address are never given', async () => {
    const { addresses, reserve } = await bed();
    const given: string[] = [];
    for (let n = 0; n < 7; n++) {
      given.push(await reserve(`pod-${n}`));
      await addresses.release(`pod-${n}`);
    }
    expect(given.map((address) => address.split('.')[3])).toEqual(['2', '3', '4', '5', '6', '2', '3']);
  });

  it('go on where the daemon before left off', async () => {
    const { reserve } = await bed({ '10.1.0.3': 'pod-a\r\neth0', 'last_reserved_ip.0': '10.1.0.3\n' });
    expect(await reserve('pod-b')).toBe('10.1.0.4');
    expect(await reserve('pod-a')).toBe('10.1.0.3');
  });

  it('are each given once, to many who ask at once', async () => {
    const { reserve, kept } = await bed();
    const given = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(reserve));
    expect(new Set(given).size).toBe(5);
    expect(await kept()).toEqual(given.toSorted());
    await expect(reserve('f')).rejects.toMatchObject({
      code: 'resource-exhausted',
      message: expect.stringContaining('all 5 of') as string,
    });
  });

  it('come back from pods that gave theirs back by another program, and from files that were cut short', async () => {
    const full = Object.fromEntries([2, 3, 4, 5].map((n) => [`10.1.0.${n}`, `pod-${n}\r\neth0`]));
    const { reserve, memory, kept } = await bed({ ...full, '10.1.0.6': '' });
    expect(await reserve('new')).toBe('10.1.0.6');
    await memory.remove(`${DIRECTORY}/10.1.0.4`);
    expect(await reserve('newer')).toBe('10.1.0.4');
    expect(await kept()).toHaveLength(5);
  });

  it('are free again when their file could not be written', async () => {
    const { addresses, reserve, memory } = await bed();
    const { write } = memory;
    memory.write = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(reserve('a')).rejects.toThrow('full');
    memory.write = write;
    await addresses.release('a');
    for (const id of ['b', 'c', 'd', 'e', 'f']) await reserve(id);
  });

  it('are one of each family where the network has two subnets, and only those of a pod go back with it', async () => {
    const { addresses, reserve, kept, memory } = await bed({}, '10.1.0.0/29,fd00:1::/64');
    expect(await reserve('a')).toBe('10.1.0.2,fd00:1::2');
    expect(await reserve('b')).toBe('10.1.0.3,fd00:1::3');
    expect(await reserve('a')).toBe('10.1.0.2,fd00:1::2');
    await addresses.release('a');
    expect(await kept()).toEqual(['10.1.0.3', 'fd00:1::3']);
    expect(await memory.readText(`${DIRECTORY}/last_reserved_ip.1`)).toBe('fd00:1::2');
  });

  it('are none where one of two subnets is used up: what the other gave comes back with the pod', async () => {
    const { addresses, reserve, kept } = await bed({ '10.1.0.2': 'old\r\neth0' }, 'fd00:1::/64,10.1.0.0/30');
    await expect(reserve('a')).rejects.toMatchObject({ message: expect.stringContaining('all 1 of 10.1.0.0/30') as string });
    await addresses.release('a');
    expect(await kept()).toEqual(['10.1.0.2']);
  });
});
