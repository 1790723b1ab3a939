/**
 * A look at the own microphone, camera and speaker before a call. Nothing is opened before it is asked for, and all of it is
 * closed with this element. During a call it shows the devices of that call.
 */
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { systemClock } from '../../base/clock.ts';
import { openCallTools, type OpenCallTools } from '../../calls/call-tools.ts';
import type { CallControl } from '../../calls/call-view.ts';
import { callControlContext, preferencesContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { keptChoices } from '../../media/kept-choices.ts';
import { LocalMedia } from '../../media/local-media.ts';
import { syntheticOpener } from '../../media/synthetic.ts';
import type { Preferences } from '../../stores/preferences.ts';
import { liveCall } from '../home/live-call.ts';
import { baseStyles } from '../ui/base.styles.ts';
import './device-settings.ts';
import type { CheckActions } from './device-settings.ts';

interface Bench extends CheckActions {
  readonly tools: OpenCallTools;
  readonly close: () => void;
}

@customElement('ear-device-check')
export class DeviceCheck extends LitElement {
  static override styles = baseStyles;

  @consume({ context: callControlContext }) private _calls!: CallControl;
  @consume({ context: preferencesContext }) private _preferences!: Preferences;
  @state() private _bench: Bench | null = null;
  private readonly _tools = new StoreController(
    this,
    () => this._calls.view,
    (view) => liveCall(view)?.tools ?? null,
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this._bench = openBench(() => this._preferences.state.get().name);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._bench?.close();
    this._bench = null;
  }

  override willUpdate(): void {
    if (this._tools.value === null || this._bench === null) return;
    // A call began meanwhile, and the devices are its own.
    this._bench.close();
    this._bench = null;
  }

  override render() {
    const inCall = this._tools.value;
    if (inCall) return html`<ear-device-settings .tools=${inCall.devices}></ear-device-settings>`;
    const bench = this._bench;
    if (bench === null) return nothing;
    return html`<ear-device-settings .tools=${bench.tools.devices} .check=${bench}></ear-device-settings>`;
  }
}

function openBench(ownName: () => string): Bench {
  const media = new LocalMedia({
    devices: navigator.mediaDevices,
    streamOf: (track) => new MediaStream([track]),
    choices: () => keptChoices().state.get(),
    synthetic: syntheticOpener(ownName),
  });
  const tools = openCallTools(media, systemClock);
  let asked = false;
  return {
    tools,
    openMicrophone: () => {
      if (asked) media.toggleMicrophone();
      else void media.start('audio');
      asked = true;
    },
    toggleCamera: () => media.toggleCamera(),
    close: () => {
      tools.close();
      media.stop();
    },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-device-check': DeviceCheck;
  }
}
