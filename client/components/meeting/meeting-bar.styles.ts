import { css } from 'lit';

export const meetingBarStyles = css`
  .strip {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    /* On a phone nothing else keeps a call clear of the camera itself. */
    padding: calc(var(--space-3) + var(--inset-top, 0px)) var(--space-4) var(--space-3) var(--space-5);
    border-bottom: 1px solid var(--line);
    background: var(--accent-soft);
    color: var(--accent-text);
  }
  ear-avatar {
    flex: none;
  }
  .words {
    flex: 1 1 14rem;
    line-height: var(--line-tight);
    overflow-wrap: anywhere;
  }
  .words p {
    font-weight: 600;
  }
  .words small {
    display: block;
    font-size: var(--text-s);
    font-weight: 400;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin-left: auto;
  }
  .button:not(.primary) {
    color: inherit;
  }
  .choices {
    display: grid;
    gap: var(--space-3);
    margin-top: var(--space-4);
  }
  .choice {
    justify-content: flex-start;
    gap: var(--space-4);
    padding: var(--space-3) var(--space-4);
    border-radius: var(--radius);
    text-align: start;
  }
  .choice .icon {
    flex: none;
    width: 1.5rem;
    height: 1.5rem;
  }
  .choice small {
    display: block;
    margin-top: var(--space-1);
    font-size: var(--text-s);
    font-weight: 400;
    line-height: var(--line-body);
  }
  .coffee {
    display: flex;
    align-items: center;
    gap: var(--space-4);
    margin-top: var(--space-3);
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    cursor: pointer;
  }
  .coffee .icon {
    flex: none;
    width: 1.5rem;
    height: 1.5rem;
  }
  .coffee span {
    flex: 1;
    font-weight: 600;
  }
  .coffee small {
    display: block;
    margin-top: var(--space-1);
    color: var(--muted);
    font-size: var(--text-s);
    font-weight: 400;
    line-height: var(--line-body);
  }
  .coffee input {
    flex: none;
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    accent-color: var(--accent);
  }
  .hint {
    margin-top: var(--space-3);
    color: var(--muted);
    font-size: var(--text-s);
  }
`;
