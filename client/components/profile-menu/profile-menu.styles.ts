import { css } from 'lit';

export const profileMenuStyles = css`
  .me {
    position: relative;
    display: block;
    margin: 0 var(--space-1);
    --avatar-size: 2.25rem;
  }
  .me ear-presence {
    position: absolute;
    right: -0.25rem;
    bottom: -0.25rem;
    border: 2px solid var(--ground);
    border-radius: 50%;
    background: var(--ground);
  }
  .who {
    display: flex;
    min-width: 18.5rem;
    align-items: center;
    gap: var(--space-3);
    padding: var(--space-2) var(--space-2) var(--space-3);
  }
  .who strong {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
    font-size: var(--text-l);
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: var(--space-2) 0;
    border: 0;
    border-top: 1px solid var(--line);
  }
  legend {
    float: left;
    width: 100%;
    padding: var(--space-1) var(--space-2);
    color: var(--muted);
    font-size: var(--text-xs);
    font-weight: 600;
  }
  legend + * {
    clear: both;
  }
  .choice {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--touch);
    padding: 0 var(--space-2);
    border-radius: var(--radius-s);
    cursor: pointer;
  }
  .choice:hover {
    background: var(--hover);
  }
  .choice span {
    flex: 1;
  }
  .choice small {
    display: block;
    color: var(--muted);
    font-size: var(--text-xs);
  }
  input {
    flex: none;
    width: 1.15rem;
    height: 1.15rem;
    margin: 0;
    accent-color: var(--accent);
  }
  .actions {
    display: grid;
    padding-top: var(--space-2);
    border-top: 1px solid var(--line);
  }
  .actions .button {
    justify-content: flex-start;
    padding: 0 var(--space-2);
    border-radius: var(--radius-s);
    font-weight: 500;
    text-decoration: none;
  }
  form {
    display: grid;
    gap: var(--space-4);
  }
`;
