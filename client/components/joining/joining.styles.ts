/** Of the join form, and of the login that is shown in its place where there are accounts. */
import { css } from 'lit';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';

const joiningStyles = css`
  main {
    display: grid;
    min-height: 100vh;
    min-height: 100dvh;
    padding: var(--space-5) max(var(--space-4), env(safe-area-inset-left)) var(--space-6)
      max(var(--space-4), env(safe-area-inset-right));
    place-items: center;
    align-content: center;
    gap: var(--space-5);
    background: radial-gradient(60rem 32rem at 50% -8rem, var(--accent-soft), var(--ground) 72%);
  }
  .intro {
    display: grid;
    justify-items: center;
    gap: var(--space-3);
    max-width: 26rem;
    text-align: center;
  }
  .brand {
    width: 4.5rem;
    height: 4.5rem;
    margin-bottom: var(--space-2);
  }
  h1 {
    font-size: var(--text-2xl);
    font-weight: 700;
    letter-spacing: -0.02em;
    line-height: var(--line-tight);
  }
  .intro p {
    color: var(--muted);
    font-size: var(--text-l);
  }
  form {
    display: grid;
    gap: var(--space-4);
    width: min(23rem, 100%);
    padding: var(--space-5);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .about {
    /* Room for the sentence that may come, so that nothing moves when it does. */
    display: grid;
    min-height: 2.5rem;
    align-content: start;
    gap: var(--space-2);
    color: var(--muted);
    font-size: var(--text-s);
  }
  .suggestion {
    justify-self: start;
  }
  .promise {
    max-width: 23rem;
    color: var(--muted);
    font-size: var(--text-s);
    text-align: center;
  }
`;

/** All of them. The join form has them in the page's own style sheet (`scripts/page.mjs`), as no script is there when it is drawn. */
export const formStyles = [baseStyles, buttonStyles, fieldStyles, joiningStyles];
