/** Name of the extended attribute that makes a directory of a layer opaque; a user namespace may set only one of its own. */
export const opaqueXattr = (userXattr: boolean): string => (userXattr ? 'user.overlay.opaque' : 'trusted.overlay.opaque');

/** Whether that attribute, if any, says so. */
export const isOpaque = (value: Uint8Array | undefined): boolean => value?.[0] === 0x79;
