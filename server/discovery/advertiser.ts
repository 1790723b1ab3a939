/** The port through which the server makes itself known on the network, under a name that people can type. */

export interface Advertiser {
  /** Resolves once it has begun. The name follows, with a change, when it is really held. Never rejects. */
  start(): Promise<void>;
  /** Says goodbye, within a second and a half at most. Never rejects. */
  stop(): Promise<void>;
  /**
   * Such as `earshot.local`; `earshot-2.local` where another holds that; null until one is held. It outlasts a moment in
   * which nobody answers for it, such as a change of networks.
   */
  readonly hostName: string | null;
  /** Told after each change of `hostName`. Returns the undo. */
  onChange(listener: () => void): () => void;
}

/** For `--no-mdns`. */
export class NoAdvertiser implements Advertiser {
  readonly hostName = null;

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  onChange(): () => void {
    return () => {};
  }
}
