/**
 * Credentials that run out by themselves, as TURN servers share them with whoever hands them out (A REST API For Access To TURN
 * Services, draft-uberti-behave-turn-rest-00): the name says until when, and the password is signed with the shared secret.
 */
import { createHmac } from 'node:crypto';

export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}

interface CredentialOptions {
  readonly secret: string;
  readonly user: string;
  readonly expiresAt: number;
}

export function turnCredentials({ secret, user, expiresAt }: CredentialOptions): TurnCredentials {
  const username = `${Math.floor(expiresAt / 1_000)}:${user}`;
  return { username, credential: turnPassword(secret, username) };
}

export function turnPassword(secret: string, username: string): string {
  return createHmac('sha1', secret).update(username).digest('base64');
}

/** False also for a name that says nothing of a time. */
export function isCurrent(username: string, now: number): boolean {
  const seconds = /^(\d{1,12}):./.exec(username)?.[1];
  return seconds !== undefined && Number(seconds) * 1_000 > now;
}
