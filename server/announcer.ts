/** What the terminal shows: the banner once, and afterwards a line for whatever in it has changed. */
import type { RunningApp } from './app.ts';
import { renderBanner, type BannerFacts, type TerminalStyle } from './banner.ts';
import { hostUrl, withScheme } from './host-url.ts';
import type { Clock } from './clock.ts';

/** The `.local` name takes about a second to be ours; the banner waits for it this long, while the server serves already. */
const NAME_WAIT_MS = 2_500;

export function announce(options: {
  readonly app: Pick<RunningApp, 'urls' | 'hostName' | 'authority' | 'neighbours' | 'port' | 'onChange'>;
  readonly mdns: boolean;
  readonly passcode: BannerFacts['passcode'];
  readonly terminal: TerminalStyle;
  /** What stands below the banner; null where nothing does. */
  readonly below: () => string | null;
  readonly clock: Clock;
  readonly print: (text: string) => void;
}): void {
  const { app, mdns, passcode, terminal, below, clock, print } = options;
  let shown: { readonly urls: string; readonly neighbours: ReadonlySet<string> } | null = null;

  function showBanner(): void {
    if (shown !== null) return;
    cancel();
    remember();
    print(
      renderBanner({
        urls: app.urls(),
        hostName: app.hostName(),
        port: app.port,
        authority: app.authority,
        neighbours: app.neighbours(),
        passcode,
        terminal,
      }),
    );
    const more = below();
    if (more !== null) print(more);
  }

  function remember(): void {
    shown = { urls: app.urls().join(), neighbours: new Set(app.neighbours().map(({ id }) => id)) };
  }

  function showChanges(): void {
    if (shown === null) {
      if (app.hostName() !== null) showBanner();
      return;
    }
    const before = shown;
    remember();
    if (before.urls !== app.urls().join()) {
      // As in the banner: where a warning is to be expected, people go by the page that explains it.
      const urls = app.urls().map((url) => (app.authority === null ? url : withScheme(url, 'http')));
      print(`The addresses of this server are now: ${urls.join('  ') || 'none, there is no network'}`);
    }
    for (const { id, name, host, addresses, port } of app.neighbours()) {
      if (before.neighbours.has(id)) continue;
      const at = addresses[0] ?? host;
      if (at !== null)
        print(`Another Earshot server is on this network: ${name} at ${hostUrl('http', at, port)}`);
    }
  }

  let cancel = () => {};
  app.onChange(showChanges);
  if (mdns && app.hostName() === null) cancel = clock.after(NAME_WAIT_MS, showBanner);
  else showBanner();
}
