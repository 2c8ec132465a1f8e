/** Control group files as kernels wrote them, shortened to what is read: a v2 group with a limit, and a v1 group. */
export const V2: Readonly<Record<string, string>> = {
  'cpu.stat': 'usage_usec 1234567\nuser_usec 1000000\nsystem_usec 234567\nnr_periods 40\nnr_throttled 4\nthrottled_usec 5000\n',
  'cpu.pressure': 'some avg10=1.50 avg60=0.75 avg300=0.10 total=123456\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  'memory.current': '10485760\n',
  'memory.max': '104857600\n',
  'memory.stat':
    'anon 4194304\nfile 5242880\nkernel 524288\nfile_mapped 1048576\ninactive_anon 0\nactive_anon 4194304\ninactive_file 2097152\nactive_file 3145728\npgfault 4321\npgmajfault 12\n',
  'memory.swap.current': '1048576\n',
  'memory.swap.max': 'max\n',
  'memory.pressure': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=7\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=5\n',
  'io.pressure': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  'pids.current': '3\n',
};

export const V1: Readonly<Record<string, string>> = {
  'cpuacct/cpuacct.usage': '1234567890\n',
  'memory/memory.usage_in_bytes': '10485760\n',
  'memory/memory.stat':
    'cache 5242880\nrss 1\nmapped_file 1048576\npgfault 1\npgmajfault 1\nswap 1\ninactive_file 1\nhierarchical_memory_limit 104857600\nhierarchical_memsw_limit 209715200\ntotal_cache 5242880\ntotal_rss 4194304\ntotal_mapped_file 1048576\ntotal_swap 1048576\ntotal_pgfault 4321\ntotal_pgmajfault 12\ntotal_inactive_file 2097152\n',
  'pids/pids.current': '3\n',
};
