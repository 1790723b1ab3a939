/**
 * Keeps the HTTPS server's certificate right: for the hosts it has now, and valid long enough. A new leaf is swapped in
 * without a restart; connections that stand are not touched.
 */
import type { SecureContextOptions } from 'node:tls';
import type { Clock } from '../clock.ts';
import type { Authority } from './authority.ts';
import type { Leaf } from './certificate.ts';
import type { LeafFile } from './leaf-file.ts';
import { coversHosts, type Hosts, leafHosts } from '../permitted-hosts.ts';

export interface CertificateKeeperOptions {
  readonly authority: Pick<Authority, 'issue' | 'notBefore' | 'notAfter'>;
  readonly leafFile: LeafFile;
  /** The https server; all that is needed of it. */
  readonly server: { setSecureContext(options: SecureContextOptions): void };
  readonly clock: Clock;
  /** After each swap, for the log. */
  readonly onIssued?: (leaf: Leaf) => void;
  /** Something failed that does not stop the server: keeping the leaf on disk, or replacing it at a check. */
  readonly onProblem: (error: unknown) => void;
}

const HOUR = 3_600_000;
const RENEWED_BEFORE = 30 * 24 * HOUR;

export class CertificateKeeper {
  readonly #options: CertificateKeeperOptions;
  #hosts: Hosts | null = null;
  #leaf: Leaf | null = null;
  /** One step at a time, so that the last hosts given are the last put to use. */
  #queue: Promise<void> = Promise.resolve();
  #cancelCheck: (() => void) | null = null;
  #stopped = false;

  constructor(options: CertificateKeeperOptions) {
    this.#options = options;
  }

  /** The leaf in use; null before the first `setHosts` is done. */
  get leaf(): Leaf | null {
    return this.#leaf;
  }

  /** Resolves when the server shows a certificate for these hosts, or for later ones. */
  setHosts(hosts: Hosts): Promise<void> {
    this.#hosts = leafHosts(hosts);
    return this.#enqueue();
  }

  /** No more checks. May be called twice. */
  stop(): void {
    this.#stopped = true;
    this.#cancelCheck?.();
    this.#cancelCheck = null;
  }

  #enqueue(): Promise<void> {
    const step = this.#queue.then(() => this.#refresh());
    this.#queue = step.catch(() => undefined); // the caller has the rejection; the next step goes on
    return step;
  }

  async #refresh(): Promise<void> {
    const hosts = this.#hosts;
    if (hosts === null || this.#stopped) return;
    this.#checkLater();
    this.#leaf ??= await this.#remembered(hosts);
    if (this.#leaf === null || !this.#serves(this.#leaf, hosts)) {
      const leaf = await this.#options.authority.issue(hosts);
      this.#use(leaf);
      await this.#options.leafFile.save(leaf).catch(this.#options.onProblem);
      this.#options.onIssued?.(leaf);
    }
  }

  async #remembered(hosts: Hosts): Promise<Leaf | null> {
    const leaf = await this.#options.leafFile.load();
    if (leaf === null || !this.#serves(leaf, hosts)) return null;
    this.#use(leaf);
    return leaf;
  }

  #use(leaf: Leaf): void {
    this.#options.server.setSecureContext({ cert: leaf.certificatePem, key: leaf.keyPem });
    this.#leaf = leaf;
  }

  /**
   * Also says no when the clock was put right in either direction and the leaf is not valid at the new time. A new one
   * would be no better beyond the limits of the authority itself.
   */
  #serves(leaf: Leaf, hosts: Hosts): boolean {
    const { authority, clock } = this.#options;
    const now = clock.now();
    const begun = leaf.notBefore <= Math.max(now, authority.notBefore);
    const lasts = leaf.notAfter >= Math.min(now + RENEWED_BEFORE, authority.notAfter);
    return begun && lasts && coversHosts(leaf, hosts);
  }

  /** By the hour rather than once at the right moment: a sleeping computer's timers stand still, and clocks jump. */
  #checkLater(): void {
    this.#cancelCheck?.();
    if (this.#stopped) return;
    this.#cancelCheck = this.#options.clock.after(HOUR, () => {
      this.#checkLater();
      this.#enqueue().catch(this.#options.onProblem);
    });
  }
}
