/** One person of a chaos run: the client's own connection, contacts and delivery, and somebody who writes at a steady pace. */
import { ulid } from 'ulid';
import { systemClock } from '../../client/base/clock.ts';
import { SocketSignaling } from '../../client/connection/socket-signaling.ts';
import { Contacts } from '../../client/stores/contacts.ts';
import { Delivery } from '../../client/stores/delivery.ts';
import { followContacts } from '../../client/stores/follow-contacts.ts';
import { Roster } from '../../client/stores/roster.ts';
import type { MessageId, TabId, UserId } from '../../protocol/ids.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { numberOf, textOf } from './chaos-text.ts';
import type { Happening, PersonSetup, Switch } from './orders.ts';
import { PersonArchive } from './person-archive.ts';
import type { Random } from './random.ts';

/** How often somebody looks at a conversation, which says "read" to the other. */
const LOOK_EVERY_MS = 2_000;

interface ChaosPersonOptions {
  readonly setup: PersonSetup;
  readonly without: Switch | null;
  readonly random: Random;
  readonly report: (happening: Happening) => void;
}

export class ChaosPerson {
  readonly #setup: PersonSetup;
  readonly #random: Random;
  readonly #report: (happening: Happening) => void;
  readonly #archive: PersonArchive;
  readonly #signaling: SocketSignaling;
  readonly #contacts: Contacts;
  readonly #delivery: Delivery;
  /** The number of the last message to each friend. */
  readonly #numbers = new Map<UserId, number>();
  readonly #tab = ulid() as TabId; // a ULID is what ids are
  #perSecond = 0;
  #writing: NodeJS.Timeout | null = null;
  #looking: NodeJS.Timeout | null = null;

  constructor({ setup, without, random, report }: ChaosPersonOptions) {
    this.#setup = setup;
    this.#random = random;
    this.#report = report;
    this.#archive = new PersonArchive({ path: setup.journal, without, report });
    this.#signaling = new SocketSignaling({ url: setup.url, now: () => Date.now() });
    this.#contacts = new Contacts(this.#archive);
    const roster = new Roster(this.#signaling);
    this.#delivery = new Delivery({
      signaling: this.#signaling,
      archive: this.#archive,
      clock: systemClock,
      serverNow: () => Date.now(),
      newId: () => ulid() as MessageId, // a ULID is what ids are
      me: () => setup.id,
      onChange: () => {},
      onNew: () => {},
      // As the page does it. Everybody here has accepted their friends, so it must never be said.
      onNotAccepted: (peer) => {
        report({ what: 'trouble', words: 'a friend was said not to accept' });
        void this.#contacts.change(peer, { theirs: false });
      },
    });
    followContacts({ roster, contacts: this.#contacts, delivery: this.#delivery, clock: systemClock });
    this.#signaling.state.subscribe(() => this.#onConnection());
  }

  async start(): Promise<void> {
    await this.#archive.load();
    await this.#contacts.load();
    for (const { id } of this.#setup.friends) {
      const mine = (await this.#archive.latest(id, Infinity)).filter(({ from }) => from !== id);
      this.#numbers.set(id, Math.max(0, ...mine.map(({ text }) => numberOf(text))));
    }
    const { name, token } = this.#setup;
    this.#signaling.open(() => ({
      protocol: PROTOCOL_VERSION,
      name,
      tab: this.#tab,
      status: 'available',
      token,
      ...this.#contacts.stated(),
    }));
    this.#lookLater();
  }

  setPace(perSecond: number): void {
    this.#perSecond = perSecond;
    if (perSecond > 0 && this.#writing === null) this.#writeLater();
    if (perSecond > 0 || this.#writing === null) return;
    clearTimeout(this.#writing);
    this.#writing = null;
  }

  /** Waits until everything that the server has passed on before has arrived, then leaves. */
  async finish(): Promise<void> {
    this.setPace(0);
    if (this.#looking !== null) clearTimeout(this.#looking);
    await this.#signaling.request('get_online_users', {});
    this.#signaling.close();
  }

  #writeLater(): void {
    const ms = (1_000 / this.#perSecond) * this.#random.between(0.5, 1.5);
    this.#writing = setTimeout(() => {
      this.#write();
      this.#writeLater();
    }, ms);
  }

  #write(): void {
    const peer = this.#random.pick(this.#setup.friends);
    const number = (this.#numbers.get(peer.id) ?? 0) + 1;
    this.#numbers.set(peer.id, number);
    const words = { from: this.#setup.name, to: peer.name, number, random: this.#random };
    this.#delivery
      .send(peer.id, textOf(words))
      .catch((error: unknown) => this.#report({ what: 'trouble', words: `not stored: ${String(error)}` }));
  }

  #lookLater(): void {
    this.#looking = setTimeout(
      () => {
        // Without a connection it is told later, which is the delivery's business.
        void this.#delivery.markRead(this.#random.pick(this.#setup.friends).id).catch(() => undefined);
        this.#lookLater();
      },
      this.#random.between(0.5, 1.5) * LOOK_EVERY_MS,
    );
  }

  #onConnection(): void {
    const state = this.#signaling.state.get();
    if (state.phase === 'connected') this.#report({ what: 'connected' });
    if (state.phase === 'reconnecting') this.#report({ what: 'disconnected' });
    if (state.phase === 'refused') this.#report({ what: 'trouble', words: `refused: ${state.error.code}` });
  }
}
