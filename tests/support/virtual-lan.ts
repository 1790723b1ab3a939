/**
 * A local network inside this machine: a switch and any number of hosts, each in namespaces of its own, so that multicast,
 * name resolution, browsers and firewalls behave as between real computers. Nothing of it touches the machine's own
 * interfaces, routes or files, and nothing of it outlives this process (see namespace.ts).
 *
 * The switch is also the router that every home has, but with its line down: what a host sends to the internet arrives
 * there, is counted, and is answered with "unreachable", so that programs give up at once. Its name server knows no name
 * and remembers who asked for one, since a real router would pass the question on.
 */
import { LanHost } from './lan-host.ts';
import { LanProcess } from './lan-process.ts';
import { Namespace } from './namespace.ts';
import { type LeavingPackets, readCounters } from './leaving-packets.ts';
import { supportFile } from './support-file.ts';

const NETWORK = '10.77.0';
const NETWORK_V6 = 'fd77::';
const NAME_SERVER = supportFile('name-server.mjs');
/** libnss-mdns asks for this domain before it uses multicast, to find out whether the network gave it another meaning. */
const RESOLVER_TEST = 'local';
const GATEWAY = `${NETWORK}.1`;

export interface AddHostOptions {
  /** Multicast needs a route unless sockets name their interface; `false` is a network without a router. */
  readonly defaultRoute?: boolean;
  /** A unique local IPv6 address beside the link-local one that every host has. */
  readonly ipv6?: boolean;
  /** `false` for a host without a resolver of its own. */
  readonly avahi?: boolean;
}

export interface Capture {
  /** What has left since `capture()`. */
  leaving(): Promise<readonly LeavingPackets[]>;
  /** Which names the router has been asked for since `capture()`, as "host-address name". */
  lookups(): readonly string[];
}

export class VirtualLan {
  readonly #bridge: Namespace;
  readonly #nameServer: LanProcess;
  readonly #hosts: LanHost[] = [];
  #ports = 0;
  #nextNumber = 11;

  private constructor(bridge: Namespace, nameServer: LanProcess) {
    this.#bridge = bridge;
    this.#nameServer = nameServer;
  }

  static async open(): Promise<VirtualLan> {
    const bridge = await Namespace.open(BRIDGE_SETUP);
    const enter = bridge.enter(process.cwd());
    const nameServer = new LanProcess(
      [...enter, process.execPath, NAME_SERVER, GATEWAY],
      {},
      'the name server',
    );
    await nameServer.waitFor(/listening/);
    return new VirtualLan(bridge, nameServer);
  }

  async addHost(name: string, options: AddHostOptions = {}): Promise<LanHost> {
    const number = this.#nextNumber++;
    const host = await LanHost.open(
      {
        name,
        address: `${NETWORK}.${number}`,
        ipv6Address: options.ipv6 ? `${NETWORK_V6}${number}` : null,
        gateway: options.defaultRoute === false ? null : GATEWAY,
        avahi: options.avahi ?? true,
      },
      (hostPid) => this.#plugIn(hostPid, 'eth0'),
    );
    this.#hosts.push(host);
    return host;
  }

  /** A second way into the same network, as of a laptop with cable and Wi-Fi. Returns its address. */
  async addInterface(host: LanHost, name: string): Promise<string> {
    const address = `${NETWORK}.${this.#nextNumber++}`;
    await this.#plugIn(host.namespacePid, name);
    await host.must('ip', ['address', 'add', `${address}/24`, 'dev', name]);
    await host.must('ip', ['link', 'set', name, 'up']);
    return address;
  }

  /** Counts from now on what hosts send to anywhere but the LAN and its multicast groups. */
  async capture(): Promise<Capture> {
    await this.#onBridge('nft', ['delete', 'table', 'bridge', 'watch']);
    await this.#onBridge('nft', ['-f', '/run/watch.nft']);
    const asked = () => this.#nameServer.stdout.split('\n').filter((line) => line.startsWith('asked '));
    const before = asked().length;
    return {
      leaving: async () =>
        readCounters(await this.#onBridge('nft', ['-j', 'list', 'table', 'bridge', 'watch'])),
      lookups: () =>
        asked()
          .slice(before)
          .map((line) => line.slice('asked '.length))
          .filter((line) => !line.endsWith(` ${RESOLVER_TEST}`)),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.close()));
    await this.#bridge.close();
  }

  async #plugIn(hostPid: number, interfaceName: string): Promise<void> {
    const port = `port${++this.#ports}`;
    const peer = ['peer', 'name', interfaceName, 'netns', String(hostPid)];
    await this.#onBridge('ip', ['link', 'add', port, 'type', 'veth', ...peer]);
    await this.#onBridge('ip', ['link', 'set', port, 'master', 'lan', 'up']);
  }

  /** Runs in the bridge's namespaces but not among its processes, so that host processes can be named by our ids. */
  async #onBridge(command: string, args: readonly string[]): Promise<string> {
    const enter = ['nsenter', `--target=${this.#bridge.pid}`, '--mount', '--net', '--'];
    const running = new LanProcess(
      [...enter, command, ...args],
      { PATH: process.env['PATH'] ?? '' },
      command,
    );
    const { code } = await running.exited;
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} on the bridge: ${running.stderr}`);
    return running.stdout;
  }
}

const WATCH_TABLE = `
table bridge watch {
  set ports4 { type ipv4_addr . ipv4_addr . inet_proto . inet_service; flags dynamic; counter; size 4096; }
  set ports6 { type ipv6_addr . ipv6_addr . inet_proto . inet_service; flags dynamic; counter; size 4096; }
  set others4 { type ipv4_addr . ipv4_addr . inet_proto; flags dynamic; counter; size 4096; }
  set others6 { type ipv6_addr . ipv6_addr . inet_proto; flags dynamic; counter; size 4096; }
  chain arriving {
    type filter hook prerouting priority 0; policy accept;
    ether type ip ip daddr { ${NETWORK}.0/24, 224.0.0.0/4, 255.255.255.255 } accept
    ether type ip ip protocol { tcp, udp } add @ports4 { ip saddr . ip daddr . ip protocol . th dport } accept
    ether type ip add @others4 { ip saddr . ip daddr . ip protocol } accept
    ether type ip6 ip6 daddr { ${NETWORK_V6}/64, fe80::/10, ff00::/8 } accept
    ether type ip6 meta l4proto { tcp, udp } add @ports6 { ip6 saddr . ip6 daddr . meta l4proto . th dport } accept
    ether type ip6 add @others6 { ip6 saddr . ip6 daddr . meta l4proto } accept
  }
}`;

const BRIDGE_SETUP = `
mount -t tmpfs tmpfs /run
cat >/run/watch.nft <<'END'
${WATCH_TABLE}
END
nft -f /run/watch.nft
ip link set lo up
ip link add lan type bridge mcast_snooping 0
ip address add ${GATEWAY}/24 dev lan
ip link set lan up
echo 1 >/proc/sys/net/ipv4/ip_forward
ip route add unreachable default
`;
