/** Times and durations as people say them. */
import { msg, str } from '@lit/localize';

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

const two = (value: number): string => String(value).padStart(2, '0');

/** A running clock: 0:07, 12:30, 1:02:09. */
export function elapsedWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const tail = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${tail}` : `${minutes}:${tail}`;
}

/** How long something lasted: 42 seconds, 5 minutes, 1 hour 20 minutes. */
export function durationWords(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return whole === 1 ? msg('1 second') : msg(str`${whole} seconds`);
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return minutes === 1 ? msg('1 minute') : msg(str`${minutes} minutes`);
  return msg(str`${Math.floor(minutes / 60)} h ${minutes % 60} min`);
}

/** How long is left: rounded up, so that it never promises too much. */
export function waitingWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 60 ? durationWords(seconds) : durationWords(Math.ceil(seconds / 60) * 60);
}

/** For a row in a list: the time today, else the day. */
export function rowTimeWords(at: number, now: number): string {
  return startOfDay(at) === startOfDay(now) ? timeWords(at) : dayWords(at, now);
}
