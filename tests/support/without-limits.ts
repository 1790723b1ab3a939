/** A server that slows nobody down: for what measures how fast it is, or how it stands kills and cuts rather than floods. */
const LIMITS = [
  'connections',
  'connections-per-address',
  'connections-per-second',
  'packets-per-second',
  'packets-burst',
  'messages-per-second',
  'messages-burst',
  'searches-per-second',
  'typing-per-second',
] as const;

export const WITHOUT_LIMITS: readonly string[] = LIMITS.flatMap((limit) => [`--${limit}`, '1000000']);
