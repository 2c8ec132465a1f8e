/** A step of an image's history without what builders write around it: "/bin/sh -c #(nop)  CMD [\"sh\"]" is "CMD [\"sh\"]". */
export function plainStep(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^\/bin\/sh -c\s+/, 'RUN ')
    .replace(/^(RUN )?\|\d+ .*?\/bin\/sh -c\s+/, 'RUN ')
    .replace(/^RUN \/bin\/sh -c\s+/, 'RUN ')
    .replace(/\s+# buildkit$/, '')
    .trim();
}
