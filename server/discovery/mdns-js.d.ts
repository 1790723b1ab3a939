/** The parts of mdns-js that are used here. It has no types of its own. */
declare module 'mdns-js' {
  import type Networking from 'mdns-js/lib/networking.js';

  export class Browser {
    constructor(networking: Networking, serviceType: string);
    /** Sends the question. */
    discover(): void;
  }
}

declare module 'mdns-js/lib/networking.js' {
  import type { Socket } from 'node:dgram';
  import type { EventEmitter } from 'node:events';

  export default class Networking extends EventEmitter {
    constructor(options?: object);
    /** Called once, by the first browser. */
    start(): void;
    /** Takes a bound socket into use, or drops it where there was an error. */
    bindToAddress(error: Error | null, index: number, interfaceName: string, socket: Socket): void;
  }
}
