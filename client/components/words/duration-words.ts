/** Durations as people say them. Apart from points in time, because what formats those takes a phone a tenth of a second to make. */
import { msg, str } from '@lit/localize';

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
