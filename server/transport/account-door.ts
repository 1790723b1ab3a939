/** What the rest of the server asks of accounts, where it has them. Nothing here knows what they are made of. */
import type { RequestHandler } from 'express';
import type { UserId } from '../../protocol/ids.ts';

/** Names that belong to somebody, whether they are here or not. */
export interface OwnedNames {
  /** The name of this person; null where it is not one that is owned. */
  nameOf(user: UserId): string | null;
  /** Of a name that cannot be told from this one, folded. */
  ownerOf(folded: string): UserId | null;
  /** @throws AppError `name_taken` */
  rename(user: UserId, shown: string): void;
}

export const nobodyOwns: OwnedNames = { nameOf: () => null, ownerOf: () => null, rename: () => {} };

/** A connection of somebody who is logged in. */
export interface Admitted {
  readonly user: UserId;
  readonly session: string;
}

export interface AccountDoor {
  readonly names: OwnedNames;
  /** The answers under /account. */
  readonly handler: RequestHandler;
  /** The page, which says that one logs in here. */
  readonly page: RequestHandler;
  /** By the cookies of a request, or by the token that a program states. @throws AppError `login_required` */
  admit(cookies: string | undefined, token: string | undefined): Promise<Admitted>;
  /** The cookies of a device that this person has let in from another one, in the place of those it had; null where their account is no more. */
  letIn(user: UserId, cookies: string | undefined): Promise<readonly string[] | null>;
  /** Whoever leaves for good takes their account along. @returns the cookies to forget */
  erase(cookies: string | undefined): Promise<readonly string[]>;
}
