/**
 * One computer of the virtual LAN: its own network interface, `/run`, home folder, host name and, like most desktops,
 * its own avahi-daemon, through which the programs on it resolve `.local` names.
 */
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { NO_WINDOW } from './launch-chromium.ts';
import { LanProcess, type Exit } from './lan-process.ts';
import { Namespace } from './namespace.ts';
import { supportFile } from './support-file.ts';

/** Where a host keeps what is its own. It is a memory file system, so it goes when the host goes. */
const HOME = '/run/home';
/** The variable is that of scripts/layers.mjs. */
const CHROMIUM = process.env['EARSHOT_CHROMIUM'] ?? 'chromium';
const ENTER_CHROMIUM = supportFile('chromium-in-host.sh');

/** Chromium asks for these by itself at every start, whatever switches it is given. Ours is the page, and that is counted. */
const MAKERS_NAMES = ['*.google.com', '*.googleapis.com', '*.gvt1.com', '*.gstatic.com'];

/** What keeps Chromium from talking to its maker, and gives it a camera and a microphone that need no question. */
const CHROMIUM_ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  NO_WINDOW,
  `--host-resolver-rules=${MAKERS_NAMES.map((name) => `MAP ${name} ~NOTFOUND`).join(',')}`,
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export interface HostOptions {
  readonly name: string;
  readonly address: string;
  readonly ipv6Address: string | null;
  readonly gateway: string | null;
  readonly avahi: boolean;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Killed after this long; the result then says so by its signal. */
  readonly timeoutMs?: number;
}

export interface RunResult extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

export class LanHost {
  readonly name: string;
  readonly home = HOME;
  readonly #namespace: Namespace;
  readonly #gateway: string | null;
  readonly #browsers = new Set<Browser>();
  #address: string;
  readonly ipv6Address: string | null;

  private constructor(namespace: Namespace, options: HostOptions) {
    this.#namespace = namespace;
    this.name = options.name;
    this.#address = options.address;
    this.#gateway = options.gateway;
    this.ipv6Address = options.ipv6Address;
  }

  /** `plugIn` gives the namespace its interface, `eth0`. */
  static async open(options: HostOptions, plugIn: (namespacePid: number) => Promise<void>): Promise<LanHost> {
    const namespace = await Namespace.open(hostSetup(options.name, options.gateway));
    const host = new LanHost(namespace, options);
    try {
      await plugIn(namespace.pid);
      await host.must('ip', ['address', 'add', `${options.address}/24`, 'dev', 'eth0']);
      if (options.ipv6Address !== null) {
        await host.must('ip', ['-6', 'address', 'add', `${options.ipv6Address}/64`, 'dev', 'eth0', 'nodad']);
      }
      await host.must('ip', ['link', 'set', 'eth0', 'up']);
      await host.#routeToGateway();
      if (options.avahi) await host.#startAvahi();
      return host;
    } catch (error) {
      await namespace.close();
      throw error;
    }
  }

  /** A process of this host, by which the switch can give it further interfaces. */
  get namespacePid(): number {
    return this.#namespace.pid;
  }

  get address(): string {
    return this.#address;
  }

  spawn(
    command: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): LanProcess {
    return new LanProcess(
      [...this.#namespace.enter(process.cwd()), command, ...args],
      { ...this.#environment(), ...env },
      `${command} on ${this.name}`,
    );
  }

  async run(command: string, args: readonly string[] = [], options: RunOptions = {}): Promise<RunResult> {
    const running = this.spawn(command, args, options.env);
    const timer = setTimeout(() => void running.kill(), options.timeoutMs ?? 20_000);
    const exit = await running.exited;
    clearTimeout(timer);
    return { ...exit, stdout: running.stdout, stderr: running.stderr };
  }

  /** Like `run`, for a command that has to succeed. Returns what it printed. */
  async must(command: string, args: readonly string[] = [], options: RunOptions = {}): Promise<string> {
    const result = await this.run(command, args, options);
    if (result.code !== 0) {
      throw new Error(`${command} ${args.join(' ')} on ${this.name}: ${JSON.stringify(result)}`);
    }
    return result.stdout;
  }

  /** What a router does to a computer whose lease it does not renew: the old address goes, another comes. */
  async setAddress(address: string): Promise<void> {
    await this.must('ip', ['address', 'add', `${address}/24`, 'dev', 'eth0']);
    await this.must('ip', ['address', 'del', `${this.#address}/24`, 'dev', 'eth0']);
    // Linux removes further addresses of a network together with the first one, unless promote_secondaries is set.
    await this.must('ip', ['address', 'replace', `${address}/24`, 'dev', 'eth0']);
    this.#address = address;
    await this.#routeToGateway();
  }

  async dropDefaultRoute(): Promise<void> {
    await this.run('ip', ['route', 'del', 'default']);
  }

  /** Makes Chromium on this host trust a certificate authority. To be called before Chromium is launched. */
  async trustCa(pemPath: string): Promise<void> {
    const store = `sql:${HOME}/.pki/nssdb`;
    await this.must('mkdir', ['-p', `${HOME}/.pki/nssdb`]);
    await this.must('certutil', ['-d', store, '-N', '--empty-password']);
    await this.must('certutil', ['-d', store, '-A', '-n', 'earshot', '-t', 'C,,', '-i', pemPath]);
  }

  /** Playwright speaks to it over a pipe, so it stays outside while Chromium is on this host. */
  async launchChromium(options: LaunchOptions = {}): Promise<Browser> {
    const browser = await chromium.launch({
      ...options,
      executablePath: ENTER_CHROMIUM,
      chromiumSandbox: false,
      args: [...CHROMIUM_ARGS, ...(options.args ?? [])],
      env: {
        ...this.#environment(),
        LAN_HOST: String(this.#namespace.pid),
        LAN_CHROMIUM: CHROMIUM,
      },
    });
    this.#browsers.add(browser);
    browser.once('disconnected', () => this.#browsers.delete(browser));
    return browser;
  }

  async close(): Promise<void> {
    // Asked first, so that Playwright removes the profile folder it made outside of the host.
    await Promise.allSettled([...this.#browsers].map((browser) => browser.close()));
    await this.#namespace.close();
  }

  async #routeToGateway(): Promise<void> {
    if (this.#gateway !== null) await this.must('ip', ['route', 'replace', 'default', 'via', this.#gateway]);
  }

  async #startAvahi(): Promise<void> {
    const bus = this.spawn('dbus-daemon', [
      '--config-file=/run/dbus/lan.conf',
      '--nofork',
      '--print-address=1',
    ]);
    await bus.waitFor(/unix:path/);
    const avahi = this.spawn('avahi-daemon', [
      '--file=/run/avahi-daemon/lan.conf',
      '--no-drop-root',
      '--no-chroot',
      '--no-rlimits',
    ]);
    await avahi.waitFor(/Server startup complete/);
  }

  #environment(): Record<string, string> {
    return { HOME, PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
  }
}

const hostSetup = (name: string, gateway: string | null) => `
mount -t tmpfs tmpfs /run
mkdir -p /run/dbus /run/avahi-daemon ${HOME}
hostname ${name}
ip link set lo up
printf '127.0.0.1 localhost\\n::1 localhost\\n' >/run/hosts
printf '${gateway === null ? '' : `nameserver ${gateway}\\n`}' >/run/resolv.conf
printf 'passwd: files\\ngroup: files\\nhosts: files mdns4_minimal [NOTFOUND=return] dns\\n' >/run/nsswitch.conf
for file in hosts resolv.conf nsswitch.conf; do
  if [ -e "/etc/$file" ]; then mount --bind "/run/$file" "/etc/$file"; fi
done
cat >/run/dbus/lan.conf <<'END'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
END
cat >/run/avahi-daemon/lan.conf <<'END'
[server]
host-name=${name}
use-ipv4=yes
use-ipv6=yes
[publish]
publish-hinfo=no
publish-workstation=no
END
`;
