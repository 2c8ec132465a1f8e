import { CriError } from '../base/cri-error.ts';

/**
 * An ELF executable of some hundred bytes, so that no compiler and no image is needed for a shared PID namespace. It clones
 * itself into new PID and mount namespaces, writes the child's pid (int32; -errno on failure) to fd 3 and ends. The child makes
 * an empty, read-only tmpfs on `./pause` its root, becomes uid and gid `nobody` without capabilities, has its zombies reaped by the
 * kernel, writes one byte to fd 4, waits for one byte from there, and then until it is killed; when any of this fails, or fd 4
 * comes to its end first, it ends. Throws unimplemented for another architecture than x64 and arm64.
 */
export function pauseProgram(arch: string, nobody = NOBODY): Uint8Array {
  switch (arch) {
    case 'x64':
      return elf(62, assembleX64(steps(nobody)));
    case 'arm64':
      return elf(183, assembleArm64(steps(nobody)));
    default:
      throw new CriError('unimplemented', `a shared PID namespace is not offered on ${arch}`, {
        hint: 'ask for pid namespace CONTAINER instead of POD',
      });
  }
}

const CLONE_NEWNS = 0x00020000;
const CLONE_NEWPID = 0x20000000;
const SIGCHLD = 17;
const MS_PRIVATE_REC = (1 << 18) | 16384;
const MS_RDONLY_NOSUID_NODEV_NOEXEC = 1 | 2 | 4 | 8;
const MNT_DETACH = 2;
/** The id that no user of an image has; also the last one of a mapping of customary length. */
export const NOBODY = 65535;

/** A number, the stack pointer, or the address of something in the data that follows the code. */
type Operand = number | 'stack' | { readonly data: keyof typeof DATA };
type Step = readonly [name: keyof typeof CALLS, ...args: Operand[]];

/** x64 and arm64 numbers. arm64 has no pause: ppoll of nothing waits as well. */
const CALLS = {
  read: [0, 63],
  write: [1, 64],
  close: [3, 57],
  setsid: [112, 157],
  rt_sigaction: [13, 134],
  mount: [165, 40],
  chdir: [80, 49],
  pivot_root: [155, 41],
  umount2: [166, 39],
  setgroups: [116, 159],
  setresgid: [119, 149],
  setresuid: [117, 147],
  ppoll: [271, 73],
} as const;

const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const DATA = {
  /** struct sigaction of the kernel: SIG_IGN, SA_NOCLDWAIT, no restorer, empty mask. */
  ignore: Buffer.from(new BigUint64Array([1n, 2n, 0n, 0n]).buffer),
  slash: text('/'),
  dot: text('.'),
  pause: text('pause'),
  tmpfs: text('tmpfs'),
  options: text('size=4k,mode=555'),
};
const at = (data: keyof typeof DATA): Operand => ({ data });

/** What the child does before it waits; it ends when one of them fails. */
const steps = (nobody: number): readonly Step[] => [
  ['close', 3],
  ['setsid'],
  ['rt_sigaction', SIGCHLD, at('ignore'), 0, 8],
  ['mount', 0, at('slash'), 0, MS_PRIVATE_REC, 0],
  ['mount', at('tmpfs'), at('pause'), at('tmpfs'), MS_RDONLY_NOSUID_NODEV_NOEXEC, at('options')],
  ['chdir', at('pause')],
  ['pivot_root', at('dot'), at('dot')],
  ['umount2', at('dot'), MNT_DETACH],
  ['chdir', at('slash')],
  ['setgroups', 0, 0],
  ['setresgid', nobody, nobody, nobody],
  ['setresuid', nobody, nobody, nobody],
  ['write', 4, at('dot'), 1],
  ['read', 4, 'stack', 1],
  ['close', 4],
];

/** read answers 0 at the end of the pipe. */
function failsAtZero(name: Step[0]): boolean {
  return name === 'read';
}

/** Offsets of the data when it follows `codeBytes` of code, 8-byte aligned; and its bytes, padding included. */
function layoutData(codeBytes: number): { offsets: Record<keyof typeof DATA, number>; bytes: Buffer } {
  let bytes: Buffer = Buffer.alloc((8 - (codeBytes % 8)) % 8);
  const offsets = Object.entries(DATA).map(([name, value]) => {
    const offset = codeBytes + bytes.length;
    bytes = Buffer.concat([bytes, value]);
    return [name, offset];
  });
  return { offsets: Object.fromEntries(offsets) as Record<keyof typeof DATA, number>, bytes };
}

/** Assembles twice: the first pass gives the length of the code, and so the addresses of the data. */
function withData(assemble: (offsets: Record<keyof typeof DATA, number>) => Buffer): Buffer {
  const length = assemble(layoutData(0).offsets).length;
  const { offsets, bytes } = layoutData(length);
  return Buffer.concat([assemble(offsets), bytes]);
}

/** Registers for system call arguments: rdi rsi rdx r10 r8, as (REX.B, low bits). */
const X64_REGISTERS = [
  [0, 7],
  [0, 6],
  [0, 2],
  [1, 2],
  [1, 0],
] as const;

function assembleX64(steps: readonly Step[]): Buffer {
  return withData((offsets) => {
    const code: number[] = [];
    const word = (value: number): number[] => [...Buffer.from(new Int32Array([value]).buffer)];
    const call = (number: number, args: readonly Operand[]): void => {
      for (const [index, arg] of args.entries()) {
        const [high, low] = X64_REGISTERS[index] as readonly [number, number];
        if (typeof arg === 'number') {
          // mov r32, imm32
          code.push(...(high ? [0x41] : []), 0xb8 + low, ...word(arg));
        } else if (arg === 'stack') {
          code.push(0x48 | high, 0x89, 0xe0 | low); // mov r64, rsp
        } else {
          // lea r64, [rip + disp32]
          code.push(0x48 | (high << 2), 0x8d, 0x05 | (low << 3), ...word(offsets[arg.data] - (code.length + 7)));
        }
      }
      code.push(0xb8, ...word(number), 0x0f, 0x05);
    };
    call(56, [CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0]);
    code.push(0x85, 0xc0, 0x74, 0); // test eax, eax; jz child
    const jump = code.length;
    code.push(0x50, 0x48, 0x89, 0xe6, 0xbf, ...word(3), 0xba, ...word(4), 0xb8, ...word(1), 0x0f, 0x05); // push rax; write(3, rsp, 4)
    call(60, [0]);
    code[jump - 1] = code.length - jump;
    const failures: number[] = [];
    for (const [name, ...args] of steps) {
      call(CALLS[name][0], args);
      // test eax, eax; js end (jle where 0 is a failure)
      failures.push(code.push(0x85, 0xc0, 0x0f, failsAtZero(name) ? 0x8e : 0x88, 0, 0, 0, 0));
    }
    const loop = code.length;
    call(CALLS.ppoll[0], [0, 0, 0, 0, 0]);
    code.push(0xeb, loop - (code.length + 2)); // jmp loop
    for (const after of failures) code.splice(after - 4, 4, ...word(code.length - after));
    call(60, [1]);
    return Buffer.from(code.map((byte) => byte & 0xff));
  });
}

function assembleArm64(steps: readonly Step[]): Buffer {
  return withData((offsets) => {
    const code: number[] = [];
    const load = (register: number, value: number): void => {
      code.push(0xd2800000 | ((value & 0xffff) << 5) | register); // movz
      if (value >>> 16) code.push(0xf2a00000 | ((value >>> 16) << 5) | register); // movk, lsl 16
    };
    const call = (number: number, args: readonly Operand[]): void => {
      for (const [register, arg] of args.entries()) {
        if (typeof arg === 'number') load(register, arg);
        else if (arg === 'stack')
          code.push(0x910003e0 | register); // mov x, sp
        else {
          const distance = offsets[arg.data] - code.length * 4;
          code.push(0x10000000 | ((distance & 3) << 29) | (((distance >> 2) & 0x7ffff) << 5) | register); // adr
        }
      }
      load(8, number);
      code.push(0xd4000001); // svc #0
    };
    call(220, [CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0]);
    const branch = code.push(0) - 1;
    code.push(0xa9bf07e0, 0x910003e1); // stp x0, x1, [sp, #-16]!; mov x1, sp
    load(0, 3);
    load(2, 4);
    load(8, 64);
    code.push(0xd4000001);
    call(93, [0]);
    code[branch] = 0xb4000000 | ((code.length - branch) << 5); // cbz x0, child
    const failures: number[] = [];
    const zeros: number[] = [];
    for (const [name, ...args] of steps) {
      call(CALLS[name][1], args);
      failures.push(code.push(0) - 1);
      if (failsAtZero(name)) zeros.push(code.push(0) - 1);
    }
    const loop = code.length;
    call(CALLS.ppoll[1], [0, 0, 0, 0, 0]);
    code.push(0x14000000 | ((loop - code.length) & 0x3ffffff)); // b loop
    for (const index of failures) code[index] = 0xb7f80000 | (((code.length - index) & 0x3fff) << 5); // tbnz x0, 63, end
    for (const index of zeros) code[index] = 0xb4000000 | ((code.length - index) << 5); // cbz x0, end
    call(93, [1]);
    return Buffer.from(new Uint32Array(code).buffer);
  });
}

const BASE = 0x400000;
const HEADERS = 64 + 56;

/** One read-and-execute segment that holds the whole file. */
function elf(machine: number, body: Buffer): Uint8Array {
  const file = Buffer.concat([Buffer.alloc(HEADERS), body]);
  file.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  file.writeUInt16LE(2, 16); // ET_EXEC
  file.writeUInt16LE(machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(BASE + HEADERS), 24); // entry
  file.writeBigUInt64LE(64n, 32); // program headers
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  file.writeUInt32LE(1, 64); // PT_LOAD
  file.writeUInt32LE(5, 68); // R | X
  file.writeBigUInt64LE(BigInt(BASE), 80);
  file.writeBigUInt64LE(BigInt(BASE), 88);
  file.writeBigUInt64LE(BigInt(file.length), 96);
  file.writeBigUInt64LE(BigInt(file.length), 104);
  file.writeBigUInt64LE(0x10000n, 112);
  return file;
}
