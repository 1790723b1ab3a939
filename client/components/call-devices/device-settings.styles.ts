import { css } from 'lit';

export const deviceSettingsStyles = css`
  :host {
    display: grid;
    gap: var(--space-5);
  }
  section {
    display: grid;
    gap: var(--space-2);
  }
  h3 {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    font-weight: 650;
  }
  select.box {
    padding-right: var(--space-2);
    text-overflow: ellipsis;
    cursor: pointer;
  }
  small,
  .hint {
    display: block;
    color: var(--muted);
    font-size: var(--text-s);
    font-weight: 400;
  }
  .warns {
    color: var(--danger-text);
  }
  .choice {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--touch);
    padding: var(--space-1) 0;
    cursor: pointer;
  }
  .choice span {
    flex: 1;
    font-weight: 600;
  }
  .choice input {
    flex: none;
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    accent-color: var(--accent);
  }
  .picture {
    position: relative;
    display: grid;
    overflow: hidden;
    aspect-ratio: 16 / 9;
    border-radius: var(--radius);
    background: var(--stage);
    color: var(--stage-muted);
    font-size: var(--text-s);
    place-items: center;
  }
  .picture ear-video {
    position: absolute;
    inset: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
`;
