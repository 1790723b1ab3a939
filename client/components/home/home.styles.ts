import { css } from 'lit';

export const homeStyles = css`
  :host {
    display: block;
  }
  main {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-columns: var(--people) minmax(0, 1fr);
    height: 100vh;
    height: 100dvh;
    padding-top: env(safe-area-inset-top);
    overflow: hidden;
  }
  .people {
    grid-row: 1 / -1;
    min-width: 0;
    min-height: 0;
    border-right: 1px solid var(--line);
    padding-left: env(safe-area-inset-left);
  }
  ear-people-pane {
    height: 100%;
  }
  .bars {
    grid-column: 2;
    min-width: 0;
  }
  .places {
    grid-column: 2;
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    padding-right: env(safe-area-inset-right);
    background: var(--sunken);
  }
  .places.live {
    grid-template-rows: minmax(20rem, 62%) minmax(0, 1fr);
  }
  .places.live.alone {
    grid-template-rows: minmax(0, 1fr);
  }
  .alone ear-conversation {
    display: none;
  }
  ear-conversation {
    background: var(--ground);
  }
  ear-welcome {
    background: var(--ground);
  }
  ear-return-bar {
    display: none;
  }
  [tabindex='-1']:focus-visible {
    outline: none;
  }
  /* Beside each other only where that leaves the picture its shape. */
  @media (min-width: 90rem) and (min-aspect-ratio: 2/1) {
    .places.live {
      grid-template-rows: minmax(0, 1fr);
      grid-template-columns: minmax(0, 1fr) 25rem;
    }
    .places.live.alone {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  /* One place at a time. */
  @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
    main {
      grid-template-columns: minmax(0, 1fr);
    }
    .people {
      grid-row: 2;
      border: 0;
      padding-right: env(safe-area-inset-right);
    }
    .bars,
    .places {
      grid-column: 1;
    }
    .places {
      grid-row: 2;
      padding-left: env(safe-area-inset-left);
    }
    .places.live {
      position: relative;
      grid-template-rows: minmax(0, 1fr);
    }
    .at-people .places {
      /* Not gone: a call in it goes on playing. */
      position: absolute;
      visibility: hidden;
      inset: 0;
      z-index: -1;
    }
    ear-welcome {
      display: none;
    }
    .at-conversation .people,
    .at-call .people {
      display: none;
    }
    .at-people ear-return-bar,
    .at-conversation ear-return-bar {
      display: block;
    }
    /* A call has the whole screen, and keeps its words clear of the camera itself. */
    .at-call {
      --inset-top: env(safe-area-inset-top);
      padding-top: 0;
    }
    .at-call ear-conversation {
      display: none;
    }
    .at-conversation ear-call-screen {
      position: absolute;
      visibility: hidden;
      inset: 0;
      z-index: -1;
    }
    .alone ear-conversation {
      display: flex;
    }
    .at-call .alone ear-conversation {
      display: none;
    }
  }
`;
