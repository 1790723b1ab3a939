/** Days as a date field of HTML has them, `2026-11-21`, in local time. */

export function dayOf(at: number): string {
  const date = new Date(at);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
}

/** Its first moment, in milliseconds of the epoch. */
export function midnightOf(day: string): number {
  // Without a zone, a date with a time is local; without a time it would be UTC.
  return new Date(`${day}T00:00`).getTime();
}
