import { css } from 'lit';

export const settingsStyles = css`
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  h3 {
    padding: 0 0 var(--space-2);
    font-size: var(--text-s);
    font-weight: 600;
  }
  .choice {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--touch);
    margin-top: var(--space-3);
    cursor: pointer;
  }
  .choice span {
    flex: 1;
    font-weight: 600;
  }
  small {
    display: block;
    color: var(--muted);
    font-size: var(--text-s);
    font-weight: 400;
  }
  .choice input {
    flex: none;
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    accent-color: var(--accent);
  }
  .button {
    margin-top: var(--space-3);
  }
  .segments {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 2px;
    padding: 3px;
    border-radius: var(--radius-full);
    background: var(--sunken);
  }
  .segment {
    position: relative;
    display: grid;
    min-height: 2.25rem;
    place-items: center;
    border-radius: var(--radius-full);
    font-size: var(--text-s);
    font-weight: 600;
    cursor: pointer;
  }
  .segment input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  @media (pointer: coarse) {
    .segment {
      min-height: var(--touch);
    }
  }
  .segment:has(:checked) {
    background: var(--surface);
    box-shadow: var(--shadow-s);
    color: var(--accent-text);
  }
  .segment:has(:focus-visible) {
    outline: 2px solid var(--focus);
  }
  ear-browser-data {
    margin-top: var(--space-4);
    padding-top: var(--space-4);
    border-top: 1px solid var(--line);
  }
`;
