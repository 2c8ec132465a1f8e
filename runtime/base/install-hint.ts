/** Debian, Fedora and Alpine packages of the programs that the runtime calls. */
const PACKAGES: Readonly<Record<string, readonly [debian: string, fedora: string, alpine: string]>> = {
  runc: ['runc', 'runc', 'runc'],
  crun: ['crun', 'crun', 'crun'],
  conmon: ['conmon', 'conmon', 'conmon'],
  runsc: ['runsc', 'runsc', 'runsc'],
  tar: ['tar', 'tar', 'tar'],
  criu: ['criu', 'criu', 'criu'],
  iptables: ['iptables', 'iptables-nft', 'iptables'],
  cni: ['containernetworking-plugins', 'containernetworking-plugins', 'cni-plugins'],
};

/** One sentence that says how to install `program`. */
export function installHint(program: string): string {
  const names = PACKAGES[program];
  if (names === undefined) return `install ${program} and make sure that it is in PATH`;
  return `install it: apt-get install ${names[0]} (Debian, Ubuntu), dnf install ${names[1]} (Fedora), apk add ${names[2]} (Alpine)`;
}
