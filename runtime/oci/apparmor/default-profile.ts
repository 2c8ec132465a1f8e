/** Name under which the kernel knows the profile that containers get with RuntimeDefault. */
export const DEFAULT_PROFILE = 'slipway-default';

/**
 * Text of that profile, for apparmor_parser: a container does what its users and capabilities allow, but does not mount, does not reach
 * into processes outside, and changes nothing of the machine through /proc and /sys. It needs no file of the distribution.
 */
export const DEFAULT_PROFILE_TEXT = `
profile ${DEFAULT_PROFILE} flags=(attach_disconnected,mediate_deleted) {
  network,
  capability,
  file,
  umount,
  unix,

  signal (receive) peer=unconfined,
  signal (receive) peer=runc,
  signal (receive) peer=crun,
  signal (send, receive) peer=${DEFAULT_PROFILE},
  ptrace (trace, read, tracedby, readby) peer=${DEFAULT_PROFILE},

  deny mount,

  deny /proc/sysrq-trigger rwklx,
  deny /proc/kcore rwklx,
  deny /proc/mem rwklx,
  deny /proc/kmem rwklx,
  deny /proc/[a-z]* w,
  deny /proc/{acpi,asound,bus,driver,fs,irq,scsi,tty}/** wkl,
  deny /proc/sys/{abi,debug,dev,fs,vm,user,sunrpc}/** wkl,
  deny /proc/sys/kernel/{[^ms],m[^s],s[^eh],se[^m],sh[^m]}* wkl,
  deny /proc/sys/kernel/*/** wkl,

  deny /sys/{block,bus,class,dev,devices,firmware,hypervisor,module,power}/** wklx,
  deny /sys/firmware/** rwklx,
  deny /sys/kernel/** wklx,
  deny /sys/kernel/security/** rwklx,
  deny /sys/fs/[^c]*/** wklx,
}
`;
