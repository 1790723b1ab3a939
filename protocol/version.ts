/** Raised when an old page could no longer talk to a new server; such a page is told to reload. */
export const PROTOCOL_VERSION = 1;
