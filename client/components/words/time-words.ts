/** Points in time as people say them. */
import { msg } from '@lit/localize';

const DAY_MS = 86_400_000;
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const weekdayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

export function timeWords(at: number): string {
  return timeFormat.format(at);
}

/** Midnight before a moment, local time: two moments are on one day when this is equal. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

export function dayWords(at: number, now: number): string {
  // Rounded, because a day on which the clocks change has 23 or 25 hours.
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
  if (daysAgo === 0) return msg('Today');
  if (daysAgo === 1) return msg('Yesterday');
  if (daysAgo > 1 && daysAgo < 7) return weekdayFormat.format(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dayFormat.format(at)
    : dateFormat.format(at);
}

/** For a row in a list: the time today, else the day. */
export function rowTimeWords(at: number, now: number): string {
  return startOfDay(at) === startOfDay(now) ? timeWords(at) : dayWords(at, now);
}
