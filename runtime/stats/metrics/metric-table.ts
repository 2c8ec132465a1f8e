/** Counters only grow; gauges go up and down. */
export type MetricType = 'counter' | 'gauge';

export interface MetricDescriptor {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  /** Label keys that stand after those that every metric has. */
  readonly labels: readonly string[];
}

/** One value, with the values of its descriptor's own labels. */
export interface Sample {
  readonly name: string;
  readonly value: number;
  readonly labels: readonly string[];
}

/** Label keys of every metric, which come first. */
export const BASE_LABELS = ['id', 'image', 'namespace', 'pod', 'container'] as const;

const counter = (name: string, help: string, ...labels: string[]): MetricDescriptor => ({ name, type: 'counter', help, labels });
const gauge = (name: string, help: string, ...labels: string[]): MetricDescriptor => ({ name, type: 'gauge', help, labels });

/** All metrics of pods and containers, by name: those that a kubelet's users know from cAdvisor. */
export const METRICS: readonly MetricDescriptor[] = [
  counter(
    'container_blkio_device_usage_total',
    'Bytes moved to and from a block device, by operation',
    'device',
    'major',
    'minor',
    'operation',
  ),
  counter('container_cpu_cfs_periods_total', 'Scheduling periods that have passed under a quota'),
  counter('container_cpu_cfs_throttled_periods_total', 'Scheduling periods in which the quota was used up'),
  counter('container_cpu_cfs_throttled_seconds_total', 'Seconds for which the quota held the container back'),
  counter('container_cpu_system_seconds_total', 'Seconds of processor time inside the kernel'),
  counter('container_cpu_usage_seconds_total', 'Seconds of processor time', 'cpu'),
  counter('container_cpu_user_seconds_total', 'Seconds of processor time outside the kernel'),
  gauge('container_file_descriptors', 'Open file descriptors of all processes'),
  gauge('container_fs_inodes_free', 'Free inodes of the file system that holds the writable layer'),
  gauge('container_fs_inodes_total', 'Inodes of the file system that holds the writable layer'),
  gauge('container_fs_limit_bytes', 'Size of the file system that holds the writable layer, in bytes'),
  counter('container_fs_reads_bytes_total', 'Bytes read from a block device', 'device'),
  counter('container_fs_reads_total', 'Reads from a block device', 'device'),
  gauge('container_fs_usage_bytes', 'Bytes that the writable layer takes'),
  counter('container_fs_writes_bytes_total', 'Bytes written to a block device', 'device'),
  counter('container_fs_writes_total', 'Writes to a block device', 'device'),
  gauge('container_hugetlb_max_usage_bytes', 'The most bytes of huge pages used at once', 'pagesize'),
  gauge('container_hugetlb_usage_bytes', 'Bytes of huge pages in use', 'pagesize'),
  gauge('container_last_seen', 'When the container was last seen, in seconds since the epoch'),
  gauge('container_memory_cache', 'Bytes of the page cache'),
  counter('container_memory_failcnt', 'How often the memory limit was hit'),
  counter('container_memory_failures_total', 'Page faults, by kind and scope', 'failure_type', 'scope'),
  gauge('container_memory_kernel_usage', 'Bytes of memory that the kernel holds for the container'),
  gauge('container_memory_mapped_file', 'Bytes of mapped files'),
  gauge('container_memory_max_usage_bytes', 'The most bytes of memory used at once'),
  gauge('container_memory_rss', 'Bytes of anonymous memory'),
  gauge('container_memory_swap', 'Bytes in swap'),
  gauge('container_memory_usage_bytes', 'Bytes of memory in use, the page cache included'),
  gauge('container_memory_working_set_bytes', 'Bytes of memory in use that the kernel cannot drop at once'),
  counter('container_network_receive_bytes_total', 'Bytes received by the pod'),
  counter('container_network_receive_errors_total', 'Errors while receiving'),
  counter('container_network_receive_packets_dropped_total', 'Packets dropped while receiving'),
  counter('container_network_receive_packets_total', 'Packets received by the pod'),
  counter('container_network_transmit_bytes_total', 'Bytes sent by the pod'),
  counter('container_network_transmit_errors_total', 'Errors while sending'),
  counter('container_network_transmit_packets_dropped_total', 'Packets dropped while sending'),
  counter('container_network_transmit_packets_total', 'Packets sent by the pod'),
  counter('container_oom_events_total', 'Processes killed because the memory limit was hit'),
  counter('container_pressure_cpu_stalled_seconds_total', 'Seconds in which all processes waited for a processor'),
  counter('container_pressure_cpu_waiting_seconds_total', 'Seconds in which some process waited for a processor'),
  counter('container_pressure_io_stalled_seconds_total', 'Seconds in which all processes waited for a device'),
  counter('container_pressure_io_waiting_seconds_total', 'Seconds in which some process waited for a device'),
  counter('container_pressure_memory_stalled_seconds_total', 'Seconds in which all processes waited for memory'),
  counter('container_pressure_memory_waiting_seconds_total', 'Seconds in which some process waited for memory'),
  gauge('container_processes', 'Processes in the container'),
  gauge('container_sockets', 'Open sockets of all processes'),
  gauge('container_spec_cpu_period', 'Length of a scheduling period, in microseconds'),
  gauge('container_spec_cpu_quota', 'Processor time in each scheduling period, in microseconds'),
  gauge('container_spec_cpu_shares', 'Share of the processors, relative to others'),
  gauge('container_spec_memory_limit_bytes', 'Limit of memory, in bytes; 0 is none'),
  gauge('container_spec_memory_reservation_limit_bytes', 'Memory that is kept for the container, in bytes; 0 is none'),
  gauge('container_spec_memory_swap_limit_bytes', 'Limit of swap, in bytes; 0 is none'),
  gauge('container_start_time_seconds', 'When the container was started, in seconds since the epoch'),
  gauge('container_threads', 'Threads in the container'),
  gauge('container_threads_max', 'Limit of threads; 0 is none'),
  gauge('container_ulimits_soft', 'Soft resource limits of the first process', 'ulimit'),
];
