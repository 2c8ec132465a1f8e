import { expect, test } from 'vitest';
import { readDetails } from '../../../runtime/stats/cgroup/read-details.ts';
import { METRICS } from '../../../runtime/stats/metrics/metric-table.ts';

const read =
  (files: Readonly<Record<string, string>>) =>
  (controller: string, name: string): string | undefined =>
    files[`${controller}/${name}`];

test('there are 56 metrics, each once, and counters are those that count', () => {
  expect(new Set(METRICS.map(({ name }) => name)).size).toBe(56);
  const counters = METRICS.filter(({ type }) => type === 'counter').map(({ name }) => name);
  expect(METRICS.map(({ name }) => name).filter((name) => name.endsWith('_total') && !counters.includes(name))).toEqual([
    'container_fs_inodes_total',
  ]);
});

test('cgroup v1 tells devices by operation, hits of the limit, kills, and what is kept', () => {
  const details = readDetails({
    cgroupV2: false,
    hugePageSizes: ['2MB', '1GB'],
    read: read({
      'cpu/cpu.stat': 'nr_periods 10\nnr_throttled 3\nthrottled_time 5000\n',
      'cpu/cpu.shares': '512\n',
      'cpuacct/cpuacct.usage_user': '7000\n',
      'cpuacct/cpuacct.usage_sys': '2000\n',
      'memory/memory.stat': 'pgfault 5\npgmajfault 1\ntotal_cache 4096\ntotal_mapped_file 1024\n',
      'memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
      'memory/memory.failcnt': '9\n',
      'memory/memory.soft_limit_in_bytes': '9223372036854771712\n',
      'blkio/blkio.throttle.io_service_bytes_recursive': '8:0 Read 4096\n8:0 Write 512\n8:0 Total 4608\nTotal 4608\n',
      'blkio/blkio.throttle.io_serviced_recursive': '8:0 Read 2\n8:0 Write 1\nTotal 3\n',
      'hugetlb/hugetlb.2MB.usage_in_bytes': '2097152\n',
      'hugetlb/hugetlb.2MB.max_usage_in_bytes': '4194304\n',
      'pids/pids.current': '4\n',
      'pids/pids.max': 'max\n',
      'pids/cgroup.procs': '11\n12\n',
    }),
  });
  expect(details).toMatchObject({
    userNs: 7000,
    systemNs: 2000,
    cpuShares: 512,
    periods: 10,
    throttledPeriods: 3,
    throttledNs: 5000,
    cacheBytes: 4096,
    limitHits: 9,
    oomKills: 2,
    reservationBytes: 0,
    ownFaults: { all: 5, major: 1 },
    devices: [{ major: '8', minor: '0', bytes: { Read: 4096, Write: 512, Total: 4608 }, operations: { Read: 2, Write: 1 } }],
    hugePages: [{ pageSize: '2MB', usageBytes: 2_097_152, maxUsageBytes: 4_194_304 }],
    threads: 4,
    maxThreads: Infinity,
    pids: [11, 12],
  });
});

test('cgroup v2 tells the same from its own files', () => {
  const details = readDetails({
    cgroupV2: true,
    hugePageSizes: ['2MB'],
    read: read({
      'cpu/cpu.stat': 'usage_usec 9\nuser_usec 7\nsystem_usec 2\nnr_periods 10\nnr_throttled 3\nthrottled_usec 5\n',
      'cpu/cpu.weight': '39\n',
      'memory/memory.stat': 'file 4096\nfile_mapped 1024\nkernel 333\npgfault 5\npgmajfault 1\n',
      'memory/memory.events': 'low 0\nhigh 0\nmax 9\noom 1\noom_kill 2\n',
      'memory/memory.low': '8192\n',
      'memory/memory.peak': '77\n',
      'io/io.stat': '8:0 rbytes=4096 wbytes=512 rios=2 wios=1 dbytes=0 dios=0\n',
      'hugetlb/hugetlb.2MB.current': '0\n',
    }),
  });
  expect(details).toMatchObject({
    userNs: 7000,
    systemNs: 2000,
    cpuShares: 998,
    throttledNs: 5000,
    cacheBytes: 4096,
    kernelBytes: 333,
    maxUsageBytes: 77,
    limitHits: 9,
    oomKills: 2,
    reservationBytes: 8192,
    devices: [{ major: '8', minor: '0', bytes: { Read: 4096, Write: 512, Discard: 0 }, operations: { Read: 2, Write: 1 } }],
    hugePages: [{ pageSize: '2MB', usageBytes: 0, maxUsageBytes: undefined }],
    threads: undefined,
    pids: [],
  });
});
