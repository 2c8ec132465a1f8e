import { describe, expect, it } from 'vitest';
import { pauseProgram } from '../../../runtime/pod/pause-program.ts';

/** System call numbers of an arm64 program: each `movz x8, #n` that an `svc #0` follows. */
function arm64Calls(program: Uint8Array): number[] {
  const view = new DataView(program.buffer, program.byteOffset);
  const words = Array.from({ length: Math.floor((program.length - 120) / 4) }, (_value, index) =>
    view.getUint32(120 + index * 4, true),
  );
  return words.flatMap((word, index) =>
    (word & 0xffe0001f) >>> 0 === 0xd2800008 && words[index + 1] === 0xd4000001 ? [(word >>> 5) & 0xffff] : [],
  );
}

describe('the pause program', () => {
  it.each([
    ['x64', 62],
    ['arm64', 183],
  ])('is an ELF executable for %s of less than 1 KiB, with its entry right after the headers', (arch, machine) => {
    const program = Buffer.from(pauseProgram(arch));
    expect(program.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(program.readUInt16LE(18)).toBe(machine);
    expect(program.readBigUInt64LE(24)).toBe(0x400000n + 120n);
    expect(program.readBigUInt64LE(96)).toBe(BigInt(program.length));
    expect(program.length).toBeLessThan(1024);
  });

  it('makes on arm64 the same calls in the same order as on x64', () => {
    // clone, write, exit | close, setsid, rt_sigaction, mount ×2, chdir, pivot_root, umount2, chdir, setgroups, setresgid, setresuid,
    // write, read, close, ppoll, exit
    expect(arm64Calls(pauseProgram('arm64'))).toEqual([
      220, 64, 93, 57, 157, 134, 40, 40, 49, 41, 39, 49, 159, 149, 147, 64, 63, 57, 73, 93,
    ]);
  });

  it('is refused for other architectures', () => {
    expect(() => pauseProgram('riscv64')).toThrow(expect.objectContaining({ code: 'unimplemented' }));
  });
});
